/** Refusals of fees, dues and penalties. */
import { refusal } from './refusal.ts'

export const feeRefusals = {
  'dues-first': refusal(
    422,
    'What is due to the institution comes first ({due}): {available} are left, {needed} are needed.',
    'Vispirms jāsedz iestādei pienākošās summas ({due}): atliek {available}, nepieciešams {needed}.',
  ),
  'fee-account-not-offered': refusal(
    409,
    'Choosing the account for fees is no longer offered.',
    'Iespēja izvēlēties kontu maksu ieturēšanai vairs netiek piedāvāta.',
  ),
  'offer-ending': refusal(
    409,
    'The customer was told before: the offer ends on {endsOn}.',
    'Klients jau ir brīdināts: piedāvājums beidzas {endsOn}.',
  ),
  'ground-not-listed': refusal(
    422,
    'The rules know no such ground for a special fee: {grounds}.',
    'Noteikumos šāda īpašas maksas pamata nav: {grounds}.',
  ),
  'fee-not-raised': refusal(422, 'The price list asks {listed} already.', 'Cenrādī jau paredzēta maksa {listed}.'),
  'special-fee-unknown': refusal(404, 'There is no such special fee.', 'Tādas īpašas maksas nav.'),
  'special-fee-shown': refusal(409, 'The customer was shown it on {shownOn}.', 'Klientam tā ir parādīta {shownOn}.'),
  'special-fee-not-shown': refusal(
    409,
    'Show the customer the ground and the justification first.',
    'Vispirms klientam jānorāda maksas iemesls un pamatojums.',
  ),
  'special-fee-charged': refusal(409, 'It was charged on {chargedOn}.', 'Tā ir iekasēta {chargedOn}.'),
  'period-to-come': refusal(
    422,
    'Only time that has passed is charged: {to} is still to come.',
    'Maksu aprēķina tikai par pagājušu laiku: {to} vēl nav pienācis.',
  ),
  'period-charged': refusal(
    409,
    'Everything up to {through} was charged.',
    'Par laiku līdz {through} maksa jau ir aprēķināta.',
  ),
  'nothing-to-charge': refusal(
    409,
    'The price list has no fee for it, or less than a cent.',
    'Cenrādī par to maksas nav, vai arī tā ir mazāka par centu.',
  ),
  'due-unknown': refusal(404, 'There is no such amount due.', 'Tādas pienākošās summas nav.'),
} as const
