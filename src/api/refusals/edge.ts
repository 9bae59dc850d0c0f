/** Refusals of the API itself, before a command is decided, in the order in which they are found. No clause settles them. */
import { refusal } from './refusal.ts'

export const edgeRefusals = {
  'address-unknown': refusal(404, 'There is nothing at this address.', 'Šādā adresē nekā nav.'),
  'token-missing': refusal(
    401,
    'A token is needed: send it as "Authorization: Bearer pacta_...".',
    'Nepieciešams piekļuves marķieris: sūtiet to galvenē „Authorization: Bearer pacta_...”.',
  ),
  'token-unknown': refusal(
    401,
    'This token is unknown, was revoked or has expired.',
    'Šis piekļuves marķieris nav zināms, ir atsaukts vai tam beidzies termiņš.',
  ),
  'role-not-permitted': refusal(
    403,
    'The role {role} may not do this. It is for: {roles}.',
    'Loma {role} to nedrīkst darīt. Tas paredzēts: {roles}.',
  ),
  'body-too-large': refusal(413, 'The body is larger than 1 MB.', 'Pieprasījuma saturs pārsniedz 1 MB.'),
  'body-not-json': refusal(
    415,
    'The body must be JSON: send it as application/json.',
    'Pieprasījuma saturam jābūt JSON: sūtiet to kā application/json.',
  ),
  'json-malformed': refusal(400, 'The body is no JSON that can be read.', 'Pieprasījuma saturs nav lasāms JSON.'),
  'key-missing': refusal(
    400,
    'A command needs an Idempotency-Key of 1 to 200 visible characters.',
    'Komandai nepieciešama galvene Idempotency-Key ar 1 līdz 200 redzamām rakstzīmēm.',
  ),
  'request-invalid': refusal(400, 'The request does not have the right form.', 'Pieprasījuma forma nav pareiza.'),
  'cursor-invalid': refusal(
    400,
    'This cursor does not belong to this list; begin without one.',
    'Šis kursors neattiecas uz šo sarakstu; sāciet bez kursora.',
  ),
  'kind-unknown': refusal(
    404,
    'There is no such kind of command: see /reference.',
    'Tāda komandas veida nav: sk. /reference.',
  ),
  'key-in-flight': refusal(
    409,
    'A command with this key is being decided; ask again in a moment.',
    'Komanda ar šo atslēgu tiek izskatīta; mēģiniet pēc brīža vēlreiz.',
  ),
  'key-reused': refusal(
    422,
    'This key was used for another command; every command needs a key of its own.',
    'Šī atslēga jau izmantota citai komandai; katrai komandai vajadzīga sava atslēga.',
  ),
  'digits-told': refusal(
    409,
    'These digits were told already, or the code has ended; ask under a new key for new ones.',
    'Šie cipari jau ir paziņoti, vai kods vairs nav spēkā; jaunus lūdziet ar jaunu atslēgu.',
  ),
  'not-storable': refusal(
    422,
    'An amount or a date leaves what can be kept; nothing was changed.',
    'Summa vai datums pārsniedz to, ko var glabāt; nekas netika mainīts.',
  ),
  'provision-unbound': refusal(
    500,
    'No document that binds says what holds here, so nothing was done. Whoever runs Pacta must mend the pack.',
    'Neviens saistošs dokuments nenosaka, kas šeit ir spēkā, tāpēc nekas netika darīts. Pakotne jālabo Pacta uzturētājam.',
  ),
  'entity-not-served': refusal(
    422,
    'No documents on this are loaded for {entity}, so it does not do it, and nothing was done. Another entity of the institution does.',
    'Par to {entity} dokumentu nav, tāpēc tā to nedara, un nekas netika darīts. To dara cits iestādes uzņēmums.',
  ),
  'internal-error': refusal(
    500,
    'Something went wrong here; nothing was changed. It was noted under this request.',
    'Radās kļūda; nekas netika mainīts. Tā ir pierakstīta ar šī pieprasījuma numuru.',
  ),
  unavailable: refusal(
    503,
    'This cannot be done at the moment. Send the same again, with the same key.',
    'Pašlaik to nevar izdarīt. Sūtiet to pašu vēlreiz ar to pašu atslēgu.',
  ),
  'decision-unknown': refusal(404, 'There is no such decision.', 'Tāda lēmuma nav.'),
  'agreement-unknown': refusal(404, 'There is no such agreement.', 'Tāda līguma nav.'),
  'consent-unknown': refusal(404, 'There is no such consent.', 'Tādas piekrišanas nav.'),
  'published-unknown': refusal(404, 'There is no such document.', 'Tāda dokumenta nav.'),
  'version-unknown': refusal(404, 'The document has no such version.', 'Dokumentam nav tādas redakcijas.'),
  'pseudonyms-needed': refusal(
    422,
    'For {purpose}, this is read without knowing who somebody is: ask POST /readings, which tells it of everybody under pseudonyms.',
    'Nolūkam {purpose} to lasa, nezinot, kas ir persona: lūdziet POST /readings, kas to par visiem stāsta ar pseidonīmiem.',
  ),
  'pseudonyms-not-used': refusal(
    422,
    'What is read for {purpose} tells who somebody is: ask about each person with POST /parties/ID/readings.',
    'Nolūkam {purpose} lasītais parāda, kas ir persona: par katru personu lūdziet POST /parties/ID/readings.',
  ),
  'holding-reply-unsent': refusal(
    404,
    'No holding reply went out for this claim.',
    'Par šo pretenziju starpatbilde nav nosūtīta.',
  ),
} as const

export type EdgeRefusal = keyof typeof edgeRefusals
