/** Claims about entries, and reports of payments gone wrong. */
import { period } from '../parameters.ts'
import { provision } from './provision.ts'

export const claimProvisions = {
  'claim.time-limit': provision(
    'An error is claimed in writing, at the latest so long after the entry could be known.',
    { within: period },
  ),
  'claim.late': provision('A late claim may be rejected or declined: the entry then counts as uncontested.', {}),
  'claim.answer': provision('A claim is answered in writing, in the language of the claim.', { within: period }),
  'claim.holding-reply': provision(
    'Where the answer takes longer for outside reasons, a holding reply says why, in time; the answer follows at the latest so long after the claim.',
    { within: period, answer: period },
  ),
  'claim.reminder': provision('Staff are reminded of an answer so long before it is due.', { before: period }),
  'payment-report.routing': provision(
    'Loss or theft of an instrument and payments gone wrong are reported under the payment rules.',
    {},
  ),
  'payment-report.receiving': provision('Such a report is received at any hour and in any form.', {}),
  'payment-report.time-limit': provision(
    "A consumer's payment is put right if it is reported at the latest so long after the debit.",
    { within: period },
  ),
  'payment-report.refund': provision('An unauthorised payment is given back within this time of the report.', {
    within: period,
  }),
} as const
