/** What was charged by time, in PostgreSQL. */
import type { AccountId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { feePeriods, type PeriodKey, periodKey } from './rules.ts'

type PeriodRow = { account: bigint; service: Parameters<typeof periodKey>[1]; through: Temporal.PlainDate }

const partsOf = (key: PeriodKey): readonly [number, string] => {
  const at = key.indexOf(' ')
  return [Number(key.slice(0, at)), key.slice(at + 1)]
}

export const feePeriodStore = collectionStore(
  feePeriods,
  async (sql, lane, keys) => {
    const parts = keys.map(partsOf)
    const rows = await sql<PeriodRow[]>`
      select p.account, p.service, p.through
      from unnest(${sql.array(
        parts.map(([account]) => account),
        oids.int8,
      )}, ${sql.array(
        parts.map(([, service]) => service),
        oids.text,
      )}) as wanted (account, service)
      join fee_period p on p.lane = ${lane} and p.account = wanted.account and p.service = wanted.service`
    return new Map(rows.map((row) => [periodKey(Number(row.account) as AccountId, row.service), row.through]))
  },
  (lane, steps) =>
    upsert(
      'fee_period',
      ['lane', 'account', 'service'],
      lastOfEach(steps)
        .map(({ key, after }) => {
          const [account, service] = partsOf(key)
          return { lane, account, service, through: after.toString() }
        })
        .sort((a, b) => a.account - b.account || (a.service < b.service ? -1 : 1)),
    ),
)
