/** Refusals about statements and their delivery. */
import { refusal } from './refusal.ts'

export const statementRefusals = {
  'digital-agreed': refusal(
    409,
    'There is an agreement on digital channels: statements are there.',
    'Ir noslēgts līgums par digitālajiem kanāliem: izraksti pieejami tajos.',
  ),
  'digital-not-agreed': refusal(
    409,
    'There is no agreement on digital channels.',
    'Līguma par digitālajiem kanāliem nav.',
  ),
  'statement-at-institution': refusal(
    409,
    'The account is closed: its statements are to be had at the institution only.',
    'Konts ir slēgts: tā izrakstus var saņemt tikai iestādē.',
  ),
  'period-invalid': refusal(
    422,
    'The period must end no earlier than it begins, and no later than {today}.',
    'Laikposmam jābeidzas ne agrāk, kā tas sākas, un ne vēlāk kā {today}.',
  ),
  'history-limited': refusal(
    403,
    'Transactions are shown from {earliest} on; ask at the institution for older ones.',
    'Darījumi redzami no {earliest}; senākus jautājiet iestādē.',
  ),
  'format-not-offered': refusal(
    422,
    'Statements are not offered in this form; the forms are: {offered}.',
    'Izrakstus šādā formā nepiedāvā; iespējamās formas: {offered}.',
  ),
  'consumer-service': refusal(
    409,
    'The monthly statement at a location is for consumers.',
    'Ikmēneša izraksts klientu apkalpošanas vietā paredzēts patērētājiem.',
  ),
  'delivery-not-offered': refusal(
    422,
    'Statements are not sent in this way; the ways are: {offered}.',
    'Šādā veidā izrakstus nesūta; iespējamie veidi: {offered}.',
  ),
  'delivery-not-chosen': refusal(
    409,
    'No other delivery of statements is in use.',
    'Cits izrakstu saņemšanas veids netiek izmantots.',
  ),
  'delivery-ending': refusal(
    409,
    'The customer was told already that this delivery ends on {endsOn}.',
    'Klientam jau paziņots, ka šis saņemšanas veids beidzas {endsOn}.',
  ),
  'month-not-over': refusal(409, 'The month lasts until {lastDay}.', 'Mēnesis ilgst līdz {lastDay}.'),
  'fee-account-unknown': refusal(
    404,
    'There is no such account of the customer, nor such a till, to pay the fee of {fee}.',
    'Nav tāda klienta konta vai kases, no kā samaksāt {fee}.',
  ),
  'fee-currency-differs': refusal(
    422,
    'The fee is {fee}: name an account in its currency.',
    'Maksa ir {fee}: norādiet kontu šajā valūtā.',
  ),
  'statement-unknown': refusal(404, 'No statement of this month waits.', 'Par šo mēnesi izraksts negaida.'),
  'statement-collected': refusal(409, 'The statement was collected before.', 'Izraksts jau ir saņemts.'),
} as const
