/** Refusals of the business clock and of closing days. */
import { refusal } from './refusal.ts'

export const dayEndRefusals = {
  'business-date-ahead': refusal(
    422,
    'The business date can move on to {latest} at most: it may not run ahead of the calendar.',
    'Darījumu dienu var pārcelt ne tālāk kā uz {latest}: tā nedrīkst apsteigt kalendāru.',
  ),
  'day-not-over': refusal(
    409,
    'Only a day before the business date can be closed; that is {businessDate}.',
    'Slēgt var tikai dienu pirms darījumu dienas, kas ir {businessDate}.',
  ),
  'day-closed': refusal(
    409,
    'The day is closed; the next to be closed is {next}.',
    'Šī diena ir slēgta; nākamā slēdzamā diena ir {next}.',
  ),
  'earlier-day-open': refusal(
    409,
    'Days are closed in their order, and {next} is not closed yet.',
    'Dienas slēdz pēc kārtas, un {next} vēl nav slēgta.',
  ),
  'day-begun': refusal(409, 'The close of this day has begun already.', 'Šīs dienas slēgšana jau ir sākta.'),
  'day-not-begun': refusal(409, 'The close of this day has not begun.', 'Šīs dienas slēgšana nav sākta.'),
  'step-out-of-order': refusal(
    409,
    'The steps of a day come in their order; {step} is the next.',
    'Dienas soļi notiek pēc kārtas; nākamais ir {step}.',
  ),
  'steps-open': refusal(409, 'The step {step} of this day is not over.', 'Šīs dienas solis {step} nav pabeigts.'),
} as const
