/** Refusals of claims, payment reports, and documents that showed an entry. */
import { refusal } from './refusal.ts'

export const claimRefusals = {
  'claim-not-written': refusal(
    422,
    'A claim is made in writing; what was only said starts none.',
    'Pretenziju iesniedz rakstveidā; mutiski teikts par tādu netiek uzskatīts.',
  ),
  'entry-unknown': refusal(404, 'No such entry stands on the account.', 'Tāda ieraksta kontā nav.'),
  'claim-unknown': refusal(404, 'There is no such claim.', 'Tādas pretenzijas nav.'),
  'claim-decided': refusal(409, 'The claim was decided before.', 'Par pretenziju jau ir lemts.'),
  'claim-in-time': refusal(
    422,
    'The claim came in time and cannot be turned down as late.',
    'Pretenzija iesniegta laikā un nav noraidāma kā novēlota.',
  ),
  'claim-undecided': refusal(
    409,
    'The claim has to be decided before it is answered.',
    'Pirms atbildes par pretenziju jālemj.',
  ),
  'claim-answered': refusal(409, 'The claim was answered on {answeredOn}.', 'Uz pretenziju atbildēts {answeredOn}.'),
  'holding-reply-sent': refusal(
    409,
    'A holding reply went out on {sentOn}; the answer is due by {answerBy}.',
    'Starpatbilde nosūtīta {sentOn}; atbilde jāsniedz līdz {answerBy}.',
  ),
  'holding-reply-late': refusal(
    409,
    'A holding reply could go out until {lastDay}: the answer is overdue.',
    'Starpatbildi varēja nosūtīt līdz {lastDay}: atbilde ir nokavēta.',
  ),
  'answer-date-not-later': refusal(
    422,
    'The answer is due on {answerBy} already: name a later day.',
    'Atbilde jāsniedz jau {answerBy}: norādiet vēlāku dienu.',
  ),
  'answer-date-too-late': refusal(
    422,
    'The answer must be given by {latest} at the latest.',
    'Atbilde jāsniedz ne vēlāk kā {latest}.',
  ),
  'document-noted': refusal(
    409,
    'A document of {sentOn} showed the entry before.',
    'Ierakstu jau parādīja {sentOn} nosūtīts dokuments.',
  ),
  'report-unknown': refusal(404, 'There is no such report.', 'Tāda ziņojuma nav.'),
  'report-closed': refusal(409, 'The report was closed before.', 'Ziņojums jau ir noslēgts.'),
  'report-in-time': refusal(
    422,
    'The report came in time and cannot be denied as late.',
    'Ziņojums saņemts laikā un nav noraidāms kā novēlots.',
  ),
} as const
