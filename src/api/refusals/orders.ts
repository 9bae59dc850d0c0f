/** Refusals of orders for a later day, of files of orders, and of payments through the network. */
import { refusal } from './refusal.ts'

export const orderRefusalWords = {
  'currency-not-sent': refusal(
    422,
    'The payment network does not take this currency; it takes: {sent}.',
    'Maksājumu tīkls šo valūtu nepieņem; pieņem: {sent}.',
  ),
  'schedule-empty': refusal(
    422,
    'The schedule ends before its first payment.',
    'Grafiks beidzas pirms pirmā maksājuma.',
  ),
  'date-passed': refusal(
    422,
    'The day has passed; the business date is {businessDate}.',
    'Šī diena jau ir pagājusi; darījumu diena ir {businessDate}.',
  ),
  'date-too-far': refusal(422, 'Orders are taken for days up to {latest}.', 'Rīkojumus pieņem dienām līdz {latest}.'),
  'order-unknown': refusal(404, 'There is no such order.', 'Tāda rīkojuma nav.'),
  'order-ended': refusal(
    409,
    'The order waits no more; it is {status}.',
    'Rīkojums vairs negaida; tā stāvoklis: {status}.',
  ),
  'cancellation-late': refusal(
    409,
    'The order could be cancelled until {lastDay}.',
    'Rīkojumu varēja atcelt līdz {lastDay}.',
  ),
  'payment-unknown': refusal(404, 'There is no such payment.', 'Tāda maksājuma nav.'),
  'payment-settled': refusal(
    409,
    'The network has settled the payment already.',
    'Tīkls maksājumu jau ir norēķinājis.',
  ),
  'payment-under-way': refusal(
    409,
    'The payment is on its way, and the network has not answered yet. What it rejects comes back by itself; once it is settled, the debit can be taken back.',
    'Maksājums ir ceļā, un tīkls vēl nav atbildējis. Noraidītais atgriežas pats; pēc norēķina norakstījumu var labot.',
  ),
  'payment-answered': refusal(
    409,
    'These entries book what the payment network answered. What the network answers next puts them right.',
    'Šie ieraksti grāmato maksājumu tīkla atbildi. Tos labo nākamā tīkla atbilde.',
  ),
  'payment-refunded': refusal(
    409,
    'By these entries the customer has the money of a settled payment again; that is not taken back by a correction.',
    'Ar šiem ierakstiem klientam atdota norēķināta maksājuma nauda; ar labojumu to neatceļ.',
  ),
  'entries-of-several': refusal(
    409,
    'The decision booked entries for several orders or customers, and a correction would reverse them all. Put the wrong one right otherwise.',
    'Lēmums grāmatoja vairāku rīkojumu vai klientu ierakstus, un labojums reversētu tos visus. Nepareizo labojiet citādi.',
  ),
  'payment-returned': refusal(
    409,
    'The payment was returned before, for the reason {reason}.',
    'Maksājums jau ir atgriezts, iemesls: {reason}.',
  ),
  'format-not-accepted': refusal(
    422,
    'Files of this format are not accepted; these are: {accepted}.',
    'Šāda formāta datnes nepieņem; pieņem: {accepted}.',
  ),
  'file-too-long': refusal(
    422,
    'A file holds at most {maximum} payments; this one has {found}.',
    'Datnē var būt ne vairāk kā {maximum} maksājumu; šajā ir {found}.',
  ),
  'file-count-differs': refusal(
    422,
    'The file says that it has {stated} payments, and has {found}.',
    'Datnē norādīti {stated} maksājumi, bet tajā ir {found}.',
  ),
  'file-sum-differs': refusal(
    422,
    'The file says that its amounts sum to {stated}; they sum to {found}.',
    'Datnē norādītā summa ir {stated}, bet maksājumu summa ir {found}.',
  ),
} as const
