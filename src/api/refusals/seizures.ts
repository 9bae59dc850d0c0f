/** Refusals about orders of seizure and recovery. */
import { refusal } from './refusal.ts'

export const seizureRefusalWords = {
  'restriction-of-order': refusal(
    409,
    'The restriction belongs to an order of an authority and ends with it.',
    'Ierobežojums noteikts ar iestādes rīkojumu un beidzas līdz ar to.',
  ),
  'debtor-without-account': refusal(
    404,
    'The debtors named hold no account here together.',
    'Norādītajiem parādniekiem šeit nav kopīga konta.',
  ),
  'received-later': refusal(
    422,
    'The day of receipt, {receivedOn}, is still to come.',
    'Saņemšanas diena {receivedOn} vēl nav pienākusi.',
  ),
  'order-known': refusal(409, 'That order is registered already.', 'Šis rīkojums jau ir reģistrēts.'),
  'seizure-unknown': refusal(404, 'There is no such order.', 'Tāda rīkojuma nav.'),
  'seizure-ended': refusal(409, 'The order has ended.', 'Rīkojums ir beidzies.'),
  'order-satisfied': refusal(409, 'The order waits for no more money.', 'Rīkojumam vairs nekā netrūkst.'),
  'order-keeps-only': refusal(
    422,
    'The order asks for money to be kept back, not paid.',
    'Rīkojums prasa naudu aizturēt, nevis izmaksāt.',
  ),
  'account-out-of-reach': refusal(
    422,
    'The order does not reach that account, or not in its currency.',
    'Rīkojums uz šo kontu vai tā valūtu neattiecas.',
  ),
  'nothing-kept': refusal(409, 'Nothing is there to be taken.', 'Nav nekā, ko paņemt.'),
  'position-missing': refusal(
    409,
    'The institution has no account of its own for orders in one of the currencies.',
    'Iestādei kādā no valūtām nav sava konta rīkojumu izpildei.',
  ),
  'nowhere-to-return': refusal(
    409,
    'No open account of the debtors can take back what was gathered.',
    'Nav atvērta parādnieku konta, kurā atgriezt savākto.',
  ),
  'amount-not-reduced': refusal(
    422,
    'The new amount is not less than {ordered}.',
    'Jaunā summa nav mazāka par {ordered}.',
  ),
  'amount-paid-out': refusal(
    422,
    'The new amount is zero, or less than what was paid out already: {paid}.',
    'Jaunā summa ir nulle vai mazāka par jau izmaksāto: {paid}.',
  ),
  'payment-not-proposed': refusal(409, 'Nobody proposed that payment.', 'Šādu maksājumu neviens nav ierosinājis.'),
} as const
