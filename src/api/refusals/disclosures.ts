/** Refusals of handing data over: to recipients, authorities, databases, registers of debts and new creditors. */
import { refusal } from './refusal.ts'

export const disclosureRefusalWords = {
  'recipient-not-registered': refusal(
    403,
    'The register lists no such recipient: {recipient}.',
    'Reģistrā nav šāda saņēmēja: {recipient}.',
  ),
  'purpose-not-disclosed': refusal(
    403,
    'This recipient ({recipient}) gets no data for this purpose: {purpose}.',
    'Šis saņēmējs ({recipient}) šim nolūkam datus nesaņem: {purpose}.',
  ),
  'law-forbids': refusal(
    403,
    'Law lets nobody but public bodies have these data: {kinds}.',
    'Likums šos datus neļauj nodot nevienam, izņemot publiskas iestādes: {kinds}.',
  ),
  'kind-withheld': refusal(403, 'These data are passed to nobody: {kinds}.', 'Šos datus nenodod nevienam: {kinds}.'),
  'kind-not-disclosed': refusal(
    403,
    'This recipient ({recipient}) does not get: {kinds}.',
    'Šis saņēmējs ({recipient}) nesaņem: {kinds}.',
  ),
  'basis-not-registered': refusal(
    403,
    'Data do not go to this recipient ({recipient}) on this basis: {basis}.',
    'Šim saņēmējam ({recipient}) datus uz šāda pamata nenodod: {basis}.',
  ),
  'processor-not-bound': refusal(
    403,
    'This processor ({processor}) gets nothing; what does not stand is: {missing}.',
    'Šis apstrādātājs ({processor}) neko nesaņem; nav spēkā: {missing}.',
  ),
  'processor-not-vetted': refusal(
    403,
    'This processor ({processor}) gets nothing until it is vetted; its review stands at: {review}.',
    'Šis apstrādātājs ({processor}) neko nesaņem, kamēr nav pārbaudīts; pārbaudes stāvoklis: {review}.',
  ),
  'country-not-allowed': refusal(
    403,
    'This recipient ({recipient}) gets data at home only, not in: {countries}.',
    'Šis saņēmējs ({recipient}) datus saņem tikai savā valstī, nevis: {countries}.',
  ),
  'transfer-not-recorded': refusal(
    403,
    'No transfer with a safeguard is on record for: {countries}.',
    'Nav reģistrēta nosūtīšana ar garantiju uz: {countries}.',
  ),
  'recipient-not-authority': refusal(
    422,
    'This recipient does not ask by law: {recipient}.',
    'Šis saņēmējs nepieprasa datus uz likuma pamata: {recipient}.',
  ),
  'enquiry-unnamed': refusal(
    422,
    'The enquiry does not name: {missing}. Send it back, or have it completed.',
    'Pieprasījumā nav norādīts: {missing}. Nosūtiet to atpakaļ vai lūdziet papildināt.',
  ),
  'enquiry-unknown': refusal(404, 'There is no such enquiry.', 'Tāda pieprasījuma nav.'),
  'enquiry-settled': refusal(
    409,
    'The enquiry is settled already: {state}.',
    'Pieprasījums jau ir nokārtots: {state}.',
  ),
  'extent-exceeded': refusal(403, 'This was not asked for: {kinds}.', 'Tas nav pieprasīts: {kinds}.'),
  'facts-unknown': refusal(
    404,
    'Some of these facts are not known of this person.',
    'Daži no šiem faktiem par šo personu nav zināmi.',
  ),
  'kind-not-asked': refusal(422, 'The database was not asked for: {kinds}.', 'Datubāzei nav prasīts: {kinds}.'),
  'recipient-no-debt-register': refusal(
    422,
    'This recipient keeps no register of debts to which one reports after a warning: {recipient}.',
    'Šis saņēmējs neuztur parādu reģistru, kurā ziņo pēc brīdinājuma: {recipient}.',
  ),
  'debt-not-due': refusal(
    422,
    'The debt is not late: it is due on {dueOn}.',
    'Parāds nav nokavēts: termiņš ir {dueOn}.',
  ),
  'debt-report-open': refusal(
    409,
    'A report of this obligation ({obligation}) is open already, and is: {state}. It is number {report}; settle it before another is announced.',
    'Par šo saistību ({obligation}) jau ir atvērts ziņojums, tā stāvoklis ir: {state}. Tā numurs ir {report}; nokārtojiet to, pirms paziņojat par jaunu.',
  ),
  'debt-report-unknown': refusal(404, 'There is no such report of a debt.', 'Tāda ziņojuma par parādu nav.'),
  'debt-report-settled': refusal(
    409,
    'The report does not wait for this; it is: {state}.',
    'Ar šo ziņojumu to nevar darīt; tā stāvoklis ir: {state}.',
  ),
  'debt-not-overdue': refusal(
    422,
    'The debt is late by {daysLate} days; it is reported when it is late by more than {moreThanDays}.',
    'Parāds nokavēts {daysLate} dienas; par to ziņo, ja nokavēts vairāk nekā {moreThanDays}.',
  ),
  'debtor-not-told': refusal(
    422,
    'The debtor must be told first; possible from {reportableFrom}.',
    'Parādniekam vispirms jāpaziņo; iespējams no {reportableFrom}.',
  ),
  'recipient-no-assignee': refusal(
    422,
    'Claims are not assigned to this recipient: {recipient}.',
    'Šim saņēmējam prasījumus necedē: {recipient}.',
  ),
  'processor-unknown': refusal(
    404,
    'The register lists no such processor: {processor}.',
    'Reģistrā nav šāda apstrādātāja: {processor}.',
  ),
  'receipt-ahead': refusal(
    422,
    'The processor cannot have got it later than today: {receivedOn}.',
    'Apstrādātājs to nevarēja saņemt vēlāk nekā šodien: {receivedOn}.',
  ),
  'request-unknown': refusal(404, 'There is no such request.', 'Tāda lūguma nav.'),
  'request-answered': refusal(409, 'It was answered on {on}.', 'Atbildēts {on}.'),
  'claim-assigned': refusal(
    409,
    'These obligations were assigned before: {obligations}.',
    'Šīs saistības jau ir cedētas: {obligations}.',
  ),
} as const
