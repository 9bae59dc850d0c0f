/** What accounts say about how long data of their holders are kept: agreements, and the newest entry. SQL and nothing else. */
import type { LaneId, PartyId } from '../../kernel/ids.ts'
import type { AffairsSource } from '../../privacy/retention/affairs.ts'
import type { Affairs } from '../../privacy/retention/rules.ts'
import { oids } from '../../storage/sql.ts'

type Row = {
  readonly party: bigint
  readonly agreement: bigint
  readonly ended: Temporal.PlainDate | null
  readonly newest: Temporal.PlainDate | null
}

/** An agreement runs until the last of its accounts is closed; what they owe each other is performed by then. */
export const accountAffairs: AffairsSource = async (sql, lane: LaneId, subjects) => {
  const rows = await sql<Row[]>`
    select h.party, a.agreement,
      case when bool_and(f.closed_on is not null) then max(f.closed_on) end as ended,
      max(e.booking_date) as newest
    from agreement_holder h
    join agreement a on a.lane = h.lane and a.agreement = h.agreement
    left join account_file f on f.lane = a.lane and f.account = any(a.accounts)
    left join lateral (
      select booking_date from account_event
      where lane = f.lane and account = f.account order by seq desc limit 1
    ) e on true
    where h.lane = ${lane} and h.party = any(${sql.array([...subjects], oids.int8)})
    group by h.party, a.agreement
    order by h.party, a.agreement`
  const found = new Map<PartyId, Partial<Affairs>>()
  for (const [party, ofParty] of Map.groupBy(rows, ({ party }) => Number(party) as PartyId)) {
    const days = ofParty.flatMap(({ newest }) => newest ?? []).sort(Temporal.PlainDate.compare)
    found.set(party, {
      agreements: ofParty.map(({ agreement, ended }) => ({
        reference: `agreement ${agreement}`,
        ended: ended ?? undefined,
        performed: ended ?? undefined,
      })),
      lastTransaction: days.at(-1),
    })
  }
  return found
}
