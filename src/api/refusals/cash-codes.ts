/** Refusals of cash by code. */
import { refusal } from './refusal.ts'

export const cashCodeRefusals = {
  'application-unsigned': refusal(422, 'The application is not signed.', 'Pieteikums nav parakstīts.'),
  'phone-missing': refusal(
    422,
    'The application names no phone for the digits of the institution.',
    'Pieteikumā nav norādīts tālrunis, uz kuru sūtīt iestādes ciparus.',
  ),
  'person-unknown': refusal(
    422,
    'The person who is to use the code is not known here; the institution registers them first.',
    'Persona, kurai kods paredzēts, iestādei nav zināma; vispirms tā jāreģistrē.',
  ),
  'person-not-natural': refusal(422, 'A code is used by one natural person.', 'Kodu lieto viena fiziska persona.'),
  'person-not-entitled': refusal(
    403,
    'This person may not pay in or take out cash for the customer with a code.',
    'Šī persona nedrīkst klienta vārdā ar kodu iemaksāt vai izņemt naudu.',
  ),
  'duties-not-acknowledged': refusal(
    422,
    'The duties to keep the code secret must be acknowledged.',
    'Jāapstiprina pienākums turēt kodu slepenībā.',
  ),
  'digits-length': refusal(422, 'This part of the code has {digits} digits.', 'Šajā koda daļā ir {digits} cipari.'),
  'digits-guessable': refusal(
    422,
    'These digits are easily guessed; choose others.',
    'Šos ciparus ir viegli uzminēt; izvēlieties citus.',
  ),
  'display-not-offered': refusal(
    422,
    'The digits of the institution are sent by SMS for this code, and not shown.',
    'Šim kodam iestādes cipari tiek nosūtīti īsziņā, nevis parādīti.',
  ),
  'application-fee-not-covered': refusal(
    422,
    'The fee of the application is {needed}, and {available} are free.',
    'Maksa par pieteikumu ir {needed}, bet brīvi pieejams {available}.',
  ),
  'transaction-limit-exceeded': refusal(
    422,
    'This would exceed the limit of {limit} for one transaction.',
    'Tiktu pārsniegts viena darījuma limits {limit}.',
  ),
  'day-limit-exceeded': refusal(
    422,
    'This would exceed the limit of {limit} for the day.',
    'Tiktu pārsniegts dienas limits {limit}.',
  ),
  'limits-contradict': refusal(
    422,
    'One transaction may not be allowed more than the whole day.',
    'Vienam darījumam nevar atļaut vairāk nekā visai dienai.',
  ),
  'cash-code-unknown': refusal(404, 'There is no such code.', 'Tāda koda nav.'),
  'cash-code-revoked': refusal(409, 'The code was revoked.', 'Kods ir atsaukts.'),
  'cash-code-blocked': refusal(409, 'The code is blocked.', 'Kods ir bloķēts.'),
  'cash-code-used-up': refusal(409, 'The code was used for the whole amount.', 'Kods ir izlietots par visu summu.'),
  'cash-code-expired': refusal(
    409,
    'The code was valid until the end of {lastDay}.',
    'Kods bija derīgs līdz {lastDay} beigām.',
  ),
  'not-revocable-digitally': refusal(
    422,
    'A code applied for at a service location is revoked there or by phone.',
    'Klientu apkalpošanas vietā pieteiktu kodu atsauc tur vai pa tālruni.',
  ),
  'atm-unknown': refusal(404, 'This machine is not installed.', 'Šis bankomāts nav uzstādīts.'),
  'code-entry-unknown': refusal(
    404,
    'There is no such entry at this machine, or it was used already.',
    'Šajā bankomātā tāda ievadījuma nav, vai tas jau izlietots.',
  ),
  'cash-code-wrong': refusal(422, 'The code is wrong.', 'Kods nav pareizs.'),
  'details-differ': refusal(422, 'The application was for another transaction.', 'Pieteikts cits darījums.'),
  'currency-not-at-machine': refusal(
    422,
    'This machine has cash in {currency} only.',
    'Šajā bankomātā ir tikai {currency} skaidra nauda.',
  ),
  'amount-exceeds-code': refusal(422, 'The code is good for {left} only.', 'Ar šo kodu atlikuši tikai {left}.'),
} as const
