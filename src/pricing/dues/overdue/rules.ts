/** Whether an agreement is overdue, as its own dues say: what the institution keeps itself is not taken on somebody's word. */
import type { PartyId } from '../../../kernel/ids.ts'
import type { Agreement } from '../../../terms/agreements/rules.ts'
import type { Dues } from '../rules.ts'

/** The day on which the oldest open due of an agreement of all these persons fell due; undefined when nothing of theirs is overdue. */
export function overdueSince(
  known: { readonly agreement: Agreement | undefined; readonly dues: Dues | undefined },
  subjects: readonly PartyId[],
  on: Temporal.PlainDate,
): Temporal.PlainDate | undefined {
  const { agreement, dues } = known
  if (agreement === undefined || !subjects.every((one) => agreement.holders.includes(one))) return undefined
  const [oldest] = dues?.open ?? []
  return oldest !== undefined && Temporal.PlainDate.compare(oldest.dueOn, on) < 0 ? oldest.dueOn : undefined
}
