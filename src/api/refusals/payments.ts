/** Refusals of payments, holds and corrections, and of the business clock. */
import { refusal } from './refusal.ts'

export const paymentRefusals = {
  'amount-zero': refusal(422, 'The amount must be more than zero.', 'Summai jābūt lielākai par nulli.'),
  'same-account': refusal(422, 'Both sides are the same account.', 'Abas puses ir viens un tas pats konts.'),
  'currency-differs': refusal(422, 'The currency is not that of the account.', 'Valūta nav konta valūta.'),
  'account-closed': refusal(409, 'The account is closed.', 'Konts ir slēgts.'),
  'account-closing': refusal(
    409,
    'The closing of the account was asked for: it takes no more orders.',
    'Ir pieprasīta konta slēgšana: rīkojumus vairs nepieņem.',
  ),
  'account-not-active': refusal(409, 'The account is not active yet.', 'Konts vēl nav aktivizēts.'),
  'account-restricted': refusal(409, 'The use of the account is restricted.', 'Konta lietošana ir ierobežota.'),
  'amount-restricted': refusal(
    422,
    '{available} can be used, {needed} are needed: the rest of the money is restricted.',
    'Izmantot var {available}, nepieciešams {needed}: pārējai naudai noteikts ierobežojums.',
  ),
  'insufficient-funds': refusal(
    422,
    '{available} are available, {needed} are needed.',
    'Pieejams {available}, nepieciešams {needed}.',
  ),
  'value-date-not-allowed': refusal(
    422,
    'The value date is not the sender’s to choose; it is {bookingDate}.',
    'Valutēšanas datumu sūtītājs neizvēlas; tas ir {bookingDate}.',
  ),
  'payee-unknown': refusal(404, 'There is no such account to pay to.', 'Tāda saņēmēja konta nav.'),
  'terms-unknown': refusal(404, 'No document has that name.', 'Dokumenta ar tādu nosaukumu nav.'),
  'payee-unavailable': refusal(
    422,
    'The payee’s account cannot take this payment.',
    'Saņēmēja konts šo maksājumu nevar saņemt.',
  ),
  'ground-unfounded': refusal(
    422,
    'The document named cannot give this ground for a debit.',
    'Norādītais dokuments nevar būt šāda ieturējuma pamats.',
  ),
  'money-segregated': refusal(
    422,
    'The money on this account is kept apart for others.',
    'Nauda šajā kontā tiek turēta nošķirti trešajām personām.',
  ),
  'nostro-unknown': refusal(404, 'There is no such nostro account.', 'Tāda nostro konta nav.'),
  'till-unknown': refusal(404, 'There is no such till.', 'Tādas kases nav.'),
  'till-short': refusal(422, 'The till holds {held} only.', 'Kasē ir tikai {held}.'),
  'entitlement-waived': refusal(
    422,
    'The institution does not debit without consent.',
    'Iestāde nedebetē kontu bez piekrišanas.',
  ),
  'staff-decision-needed': refusal(
    403,
    'A named member of staff must decide this.',
    'Par to jālemj konkrētam darbiniekam.',
  ),

  // Holds
  'hold-unknown': refusal(404, 'There is no such hold.', 'Tādas rezervācijas nav.'),
  'hold-ended': refusal(409, 'Nothing is held any more.', 'Nekas vairs nav rezervēts.'),
  'hold-exceeded': refusal(422, 'Only {held} are held.', 'Rezervēts ir tikai {held}.'),
  'hold-stands': refusal(409, 'The hold stands until {expiresOn}.', 'Rezervācija ir spēkā līdz {expiresOn}.'),

  // Corrections
  'correction-unknown': refusal(404, 'There is no such proposed correction.', 'Tāda ierosināta labojuma nav.'),
  'correction-done': refusal(409, 'The correction was carried out before.', 'Labojums jau ir izdarīts.'),
  'four-eyes': refusal(403, 'Another member of staff must approve it.', 'Tas jāapstiprina citam darbiniekam.'),
  'entries-unknown': refusal(404, 'The decision booked no entries.', 'Ar šo lēmumu nekas nav grāmatots.'),
  'entries-reversed': refusal(409, 'The entries were reversed before.', 'Ieraksti jau ir reversēti.'),

  // Groups and the clock
  'group-undone': refusal(
    422,
    'Another command of the same group was refused, so this one was not carried out either.',
    'Cita tās pašas grupas komanda tika atteikta, tāpēc arī šī nav izpildīta.',
  ),
  'business-date-passed': refusal(
    409,
    'The business date is {businessDate} already.',
    'Darījumu diena jau ir {businessDate}.',
  ),
} as const
