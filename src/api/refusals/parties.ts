/** Refusals about parties, and their representatives. */
import { refusal } from './refusal.ts'

export const partyRefusals = {
  // Parties
  'party-unknown': refusal(404, 'There is no such party.', 'Tādas personas nav.'),
  'consumer-not-natural': refusal(
    422,
    'Only a natural person is a consumer.',
    'Patērētājs var būt tikai fiziska persona.',
  ),
  'details-incomplete': refusal(
    422,
    'Name and code are needed, each under its own field.',
    'Nepieciešams vārds vai nosaukums un kods, katrs savā laukā.',
  ),
  'code-taken': refusal(409, 'Another party has this code.', 'Šāds kods jau ir citai personai.'),
  'change-unsuitable': refusal(
    422,
    'This change does not suit this party.',
    'Šāda izmaiņa šai personai nav piemērota.',
  ),
  'staff-needed': refusal(403, 'Only staff may record this.', 'To drīkst reģistrēt tikai darbinieks.'),
  'staff-unnamed': refusal(403, 'A named member of staff must decide this.', 'Par to jālemj konkrētam darbiniekam.'),

  // Who may act
  'no-authorisation': refusal(
    403,
    'No accepted authorisation document lets this person act for the customer.',
    'Neviens pieņemts pilnvarojuma dokuments neļauj šai personai rīkoties klienta vārdā.',
  ),
  'authorisation-not-accepted': refusal(
    403,
    'The authorisation document has been handed in but is not accepted yet.',
    'Pilnvarojuma dokuments ir iesniegts, bet vēl nav pieņemts.',
  ),
  'authorisation-replacement-overdue': refusal(
    403,
    'The authorisation document had to be replaced by {due} and was not.',
    'Pilnvarojuma dokuments bija jāaizstāj līdz {due}, un tas nav izdarīts.',
  ),
  'authorisation-outside-dates': refusal(
    403,
    'The authorisation document gives no power today.',
    'Pilnvarojuma dokuments šodien nav spēkā.',
  ),
  'service-not-covered': refusal(
    403,
    'The authorisation document does not cover this service ({service}).',
    'Pilnvarojuma dokuments neattiecas uz šo pakalpojumu ({service}).',
  ),
  'amount-not-comparable': refusal(
    403,
    'The limit of {limit} in the authorisation document is in another currency.',
    'Pilnvarojuma dokumentā noteiktais ierobežojums {limit} ir citā valūtā.',
  ),
  'amount-over-limit': refusal(
    403,
    'The authorisation document allows {limit} per transaction; {amount} were asked.',
    'Pilnvarojuma dokuments vienam darījumam atļauj {limit}; pieprasīts {amount}.',
  ),
  'signatures-missing': refusal(
    403,
    'The authorisation document asks for {needed} signatures; there is {signed}.',
    'Pilnvarojuma dokuments prasa {needed} parakstus; ir {signed}.',
  ),
  'not-the-customer': refusal(403, 'Only the customer may do this.', 'To drīkst darīt tikai klients pats.'),

  // Authorisation documents
  'representative-unsuitable': refusal(
    422,
    'A representative must be a known natural person, and another than the customer.',
    'Pārstāvim jābūt zināmai fiziskai personai, kas nav pats klients.',
  ),
  'form-not-accepted': refusal(
    422,
    'The document is not drawn up in the form that the institution has set.',
    'Dokuments nav sagatavots iestādes noteiktajā formā.',
  ),
  'specimen-missing': refusal(
    422,
    'A specimen of the signature of each representative is needed, with its image.',
    'Nepieciešams katra pārstāvja paraksta paraugs ar attēlu.',
  ),
  'limits-contradictory': refusal(422, 'The limits contradict each other.', 'Ierobežojumi ir savstarpēji pretrunīgi.'),
  'authorisation-unknown': refusal(404, 'There is no such authorisation document.', 'Tāda pilnvarojuma dokumenta nav.'),
  'authorisation-already-reviewed': refusal(
    409,
    'The authorisation document was reviewed before.',
    'Pilnvarojuma dokuments jau ir izskatīts.',
  ),
  'signature-differs': refusal(
    422,
    'The signature or seal differs from the specimen.',
    'Paraksts vai zīmogs atšķiras no parauga.',
  ),
  'signature-unwitnessed': refusal(
    422,
    'The document was to be signed before staff or a notary, and that is not confirmed.',
    'Dokuments bija jāparaksta darbinieka vai notāra klātbūtnē, un tas nav apstiprināts.',
  ),
  'duty-already-open': refusal(
    409,
    'The customer has been asked for another document already, until {due}.',
    'Klientam jau ir lūgts cits dokuments līdz {due}.',
  ),
  'replacement-not-overdue': refusal(
    409,
    'No replacement of this document is overdue.',
    'Šī dokumenta aizstāšanas termiņš nav nokavēts.',
  ),
  'nothing-to-remind': refusal(409, 'There is nothing to remind the customer of.', 'Klientam nav par ko atgādināt.'),
  'entitlement-not-used': refusal(
    422,
    'The institution does not make use of this entitlement.',
    'Iestāde šīs tiesības neizmanto.',
  ),

  // Papers and signatures
  'limit-unknown': refusal(404, 'There is no such recorded limit.', 'Tāda reģistrēta ierobežojuma nav.'),
  'transaction-stands': refusal(
    422,
    'Limits in other documents do not touch transactions already carried out: it stands.',
    'Citos dokumentos noteikti ierobežojumi neskar jau izpildītus darījumus: tas paliek spēkā.',
  ),
  'conflict-unchanged': refusal(409, 'This is recorded already.', 'Tas jau ir reģistrēts.'),
  'specimen-unknown': refusal(404, 'There is no such specimen.', 'Tāda parauga nav.'),
  'seal-not-compared': refusal(
    422,
    'The seal must be compared where the specimen has one, and only there.',
    'Zīmogs jāsalīdzina, ja tas ir paraugā, un tikai tad.',
  ),
  'comparison-unknown': refusal(404, 'There is no such comparison.', 'Tāda salīdzinājuma nav.'),
  'comparison-differs': refusal(422, 'The comparison showed a difference.', 'Salīdzinājums uzrādīja atšķirību.'),
  'case-not-recorded': refusal(
    409,
    'No case is recorded in which a new signature may be demanded.',
    'Nav reģistrēts gadījums, kurā drīkst prasīt jaunu parakstu.',
  ),
  'signature-not-demanded': refusal(409, 'No new signature was demanded.', 'Jauns paraksts nav prasīts.'),
  'reason-missing': refusal(
    422,
    'A notary may be asked for only where signing before staff is not possible: say why.',
    'Notāru drīkst prasīt tikai tad, ja nav iespējams parakstīt darbinieka klātbūtnē: norādiet iemeslu.',
  ),
  'demand-unknown': refusal(404, 'There is no such demand.', 'Tādas prasības nav.'),
  'demand-already-met': refusal(409, 'The demand was met before.', 'Prasība jau ir izpildīta.'),
  'notary-not-demanded': refusal(422, 'A notary was not asked for.', 'Notārs nebija prasīts.'),
} as const
