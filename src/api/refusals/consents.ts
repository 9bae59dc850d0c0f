/** Refusals of consents, offers, objections and restrictions. */
import { refusal } from './refusal.ts'

export const consentRefusals = {
  'consent-not-asked': refusal(
    422,
    'This purpose does not rest on consent, but on: {bases}.',
    'Šis nolūks nebalstās uz piekrišanu, bet uz: {bases}.',
  ),
  'entity-unknown': refusal(
    422,
    'The institution has no such entity: {entities}.',
    'Iestādei nav tādas sabiedrības: {entities}.',
  ),
  'recipient-not-on-consent': refusal(
    422,
    'Data do not go to this recipient on consent: {recipients}.',
    'Šim saņēmējam datus uz piekrišanas pamata nenodod: {recipients}.',
  ),
  'way-not-offered': refusal(
    422,
    'This is not done in this way; it is in: {ways}.',
    'Tā to nevar izdarīt; iespējamie veidi: {ways}.',
  ),
  'evidence-missing': refusal(
    422,
    'Name under which the archive keeps what shows it.',
    'Norādiet, ar kādu numuru arhīvā glabājas tā apliecinājums.',
  ),
  'wording-not-in-force': refusal(
    409,
    'Another wording is in force: version {version}.',
    'Spēkā ir cits formulējums: versija {version}.',
  ),
  'consent-not-explicit': refusal(
    422,
    'This needs express consent; without it, there is: {alternatives}.',
    'Tam vajadzīga nepārprotama piekrišana; bez tās iespējams: {alternatives}.',
  ),
  'version-not-in-force': refusal(
    409,
    'Another version of the document is in force: {version}.',
    'Spēkā ir cita dokumenta versija: {version}.',
  ),
  'propagation-unknown': refusal(404, 'There is no such word to confirm.', 'Tāda apstiprināma paziņojuma nav.'),
  'propagation-confirmed': refusal(409, 'It was confirmed on {confirmedOn}.', 'Tas jau ir apstiprināts {confirmedOn}.'),
  'letter-reserved': refusal(
    422,
    'Letters of this name tell of a breach and are made from its record: choose another name.',
    'Vēstules ar šādu nosaukumu paziņo par pārkāpumu un top no tā ieraksta: izvēlieties citu nosaukumu.',
  ),
  'purpose-not-marketing': refusal(
    422,
    'This purpose is no direct marketing: {purpose}.',
    'Šis nolūks nav tiešā tirgvedība: {purpose}.',
  ),
  'purpose-not-forbidden': refusal(
    422,
    'This purpose cannot be forbidden; object to it, if it rests on an interest.',
    'Šo nolūku aizliegt nevar; ja tas balstās uz interesi, pret to var iebilst.',
  ),
  'purpose-not-stopped': refusal(
    409,
    'This purpose was neither refused nor forbidden: {purpose}.',
    'Šis nolūks nav ne atteikts, ne aizliegts: {purpose}.',
  ),
  'officer-needed': refusal(
    403,
    'The person objected to this purpose, or demanded its end: they allow it again themselves, or tell the data-protection officer.',
    'Persona pret šo nolūku iebildusi vai prasījusi to izbeigt: to atkal atļaut var viņa pati vai paziņojot datu aizsardzības speciālistam.',
  ),
  'subject-told': refusal(
    409,
    'That the person was told is noted already, on {toldOn}.',
    'Tas, ka personai paziņots, jau atzīmēts {toldOn}.',
  ),
  'processing-carried': refusal(
    422,
    'This processing has to go on; it rests on: {bases}.',
    'Šai apstrādei jāturpinās; tās pamats: {bases}.',
  ),
  'objection-not-open': refusal(
    422,
    'One can object to what rests on an interest; this rests on: {bases}.',
    'Iebilst var pret to, kas balstās uz interesi; šī pamats: {bases}.',
  ),
  'objection-weighed': refusal(
    409,
    'An objection to this purpose is being weighed.',
    'Iebildumi pret šo nolūku jau tiek vērtēti.',
  ),
  'objection-unknown': refusal(404, 'There is no such objection.', 'Tādu iebildumu nav.'),
  'objection-answered': refusal(409, 'The objection was answered before.', 'Uz iebildumiem jau ir atbildēts.'),
  'objection-unanswered': refusal(
    409,
    'The objection is still weighed; it is answered by {answerBy}.',
    'Iebildumus vēl vērtē; uz tiem atbild līdz {answerBy}.',
  ),
  'objection-answer-sent': refusal(409, 'The answer went out before, on {on}.', 'Atbilde jau nosūtīta {on}.'),
  'reasons-not-written': refusal(
    422,
    'Overriding reasons are given in writing.',
    'Svarīgāki iemesli jānorāda rakstveidā.',
  ),
  'restriction-stands': refusal(
    409,
    'Processing is restricted for this since {since}.',
    'Apstrāde šī iemesla dēļ ir ierobežota kopš {since}.',
  ),
  'processing-restriction-unknown': refusal(404, 'No such restriction stands.', 'Tāda ierobežojuma nav.'),
  'subject-not-told': refusal(
    409,
    'Tell the person first that the restriction is about to be lifted.',
    'Vispirms personai jāpaziņo, ka ierobežojumu atcels.',
  ),
  'letter-unknown': refusal(404, 'There is no such letter.', 'Tādas vēstules nav.'),
  'letter-is-no-offer': refusal(422, 'The letter is no offer.', 'Šī vēstule nav piedāvājums.'),
  'letter-is-offer': refusal(
    422,
    'The letter is an offer; offers go out by another command.',
    'Šī vēstule ir piedāvājums; tos sūta ar citu komandu.',
  ),
  'letter-not-in-language': refusal(
    422,
    'The letter is not written in this language: {language}.',
    'Vēstule nav uzrakstīta šajā valodā: {language}.',
  ),
  'channel-not-offered': refusal(
    422,
    'Offers go over: {channels}.',
    'Piedāvājumus sūta tikai pa šiem kanāliem: {channels}.',
  ),
  'channel-not-chosen': refusal(
    403,
    'The person did not choose this channel for offers.',
    'Persona šo kanālu piedāvājumiem nav izvēlējusies.',
  ),
} as const
