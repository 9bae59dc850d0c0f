/** Refusals about accounts, agreements and their files. */
import { refusal } from './refusal.ts'

export const accountRefusals = {
  'account-unknown': refusal(404, 'There is no such account.', 'Tāda konta nav.'),
  'channel-not-accepted': refusal(
    422,
    'Requests in this form are not accepted; these are: {accepted}.',
    'Pieprasījumus šādā veidā nepieņem; pieņem: {accepted}.',
  ),
  'currency-not-offered': refusal(
    422,
    'Accounts are not offered in this currency; these are: {offered}.',
    'Kontus šajā valūtā nepiedāvā; piedāvā: {offered}.',
  ),
  'agreement-ending': refusal(
    409,
    'The account agreement is ending, so no account can join it.',
    'Kontu apkalpošanas līgums tiek izbeigts, tāpēc tam jaunu kontu pievienot nevar.',
  ),
  'agreement-ended': refusal(409, 'The account agreement has ended.', 'Kontu apkalpošanas līgums ir izbeigts.'),

  // Activation
  'account-not-opened': refusal(
    409,
    'The account does not wait for its activation; it is {status}.',
    'Konts negaida aktivizēšanu; tā stāvoklis: {status}.',
  ),
  'document-unknown': refusal(404, 'There is no such document.', 'Tāda dokumenta nav.'),
  'document-not-received': refusal(409, 'The document has not come in.', 'Dokuments nav saņemts.'),
  'document-approved': refusal(409, 'The document was approved already.', 'Dokuments jau ir apstiprināts.'),
  'documents-outstanding': refusal(
    409,
    'Requested documents have not been received and approved.',
    'Pieprasītie dokumenti nav saņemti un apstiprināti.',
  ),
  'refusal-not-allowed': refusal(
    422,
    'The institution does not refuse accounts without a reason.',
    'Iestāde neatsaka kontu bez pamatojuma.',
  ),

  // Numbers
  'bank-code-unknown': refusal(
    422,
    'This is not a bank code of the entity; these are: {bankCodes}.',
    'Šis nav iestādes bankas kods; tie ir: {bankCodes}.',
  ),
  'change-announced': refusal(
    409,
    'A change of number has been announced already, from {from}.',
    'Numura maiņa jau ir paziņota, no {from}.',
  ),
  'change-not-announced': refusal(409, 'No change of number was announced.', 'Numura maiņa nav paziņota.'),
  'notice-running': refusal(
    409,
    'The notice still runs, until {from}.',
    'Paziņojuma termiņš vēl nav beidzies: {from}.',
  ),

  // Limits and restrictions
  'limit-zero': refusal(422, 'A limit of nothing is none.', 'Limits nevar būt nulle.'),
  'no-limit': refusal(409, 'The account has no agreed limit.', 'Kontam nav noteikts limits.'),
  'restriction-unknown': refusal(404, 'There is no such restriction.', 'Tāda ierobežojuma nav.'),
  'restriction-lifted': refusal(409, 'The restriction was lifted before.', 'Ierobežojums jau ir atcelts.'),

  // Basic accounts
  'application-waits': refusal(
    409,
    'An application waits to be decided by {decideBy}.',
    'Pieteikums gaida lēmumu līdz {decideBy}.',
  ),
  'application-unknown': refusal(404, 'There is no application.', 'Pieteikuma nav.'),
  'application-decided': refusal(409, 'The application was decided before.', 'Par pieteikumu jau ir lemts.'),
  'not-a-consumer': refusal(422, 'A basic account is for consumers.', 'Pamatkonts paredzēts patērētājiem.'),
  'not-resident': refusal(
    422,
    'A basic account is for who is legally resident in the European Union.',
    'Pamatkonts paredzēts personām, kas likumīgi uzturas Eiropas Savienībā.',
  ),
  'ground-not-statutory': refusal(
    422,
    'The law knows no such ground; it knows these: {grounds}.',
    'Likumā tāda pamata nav; ir šādi: {grounds}.',
  ),
  'ground-declared-away': refusal(
    422,
    'The consumer declared to leave the other account, so it is no ground.',
    'Patērētājs paziņojis par otra konta slēgšanu, tāpēc tas nav pamats.',
  ),
  'withholding-not-statutory': refusal(
    422,
    'The law does not let the ground be withheld for this.',
    'Likums neļauj šī iemesla dēļ pamatu neatklāt.',
  ),
  'decision-late': refusal(
    409,
    'The time in which a refusal is allowed ran out on {decideBy}.',
    'Laiks, kurā atteikums pieļaujams, beidzās {decideBy}.',
  ),

  // Segregated accounts
  'subject-unknown': refusal(422, 'The rules know no such special subject.', 'Noteikumos tāda īpaša subjekta nav.'),
  'proof-missing': refusal(
    422,
    'The holder must prove to be the special subject.',
    'Turētājam jāpierāda, ka tas ir īpašais subjekts.',
  ),

  // Closing
  'form-not-written': refusal(
    422,
    'The request must be in writing; these forms count as that: {accepted}.',
    'Pieprasījumam jābūt rakstveidā; par tādu uzskata: {accepted}.',
  ),
  'closing-requested': refusal(409, 'The closing was asked for before.', 'Slēgšana jau ir pieprasīta.'),
  'closing-not-requested': refusal(409, 'Nobody asked for the closing.', 'Slēgšana nav pieprasīta.'),
  'account-not-empty': refusal(409, 'The account holds {balance}.', 'Kontā ir {balance}.'),
  'holds-open': refusal(409, '{held} are still held on the account.', 'Kontā vēl ir rezervēts {held}.'),
} as const
