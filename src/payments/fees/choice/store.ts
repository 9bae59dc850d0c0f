/** Which accounts customers chose for fees, in PostgreSQL. */
import type { AccountId, AgreementId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { type FeeAccount, feeAccounts } from './rules.ts'

type FeeAccountRow = { agreement: bigint; chosen: Record<string, AccountId>; offer_ends: Temporal.PlainDate | null }

export const feeAccountStore = collectionStore(
  feeAccounts,
  async (sql, lane, keys) => {
    const rows = await sql<FeeAccountRow[]>`
      select agreement, chosen, offer_ends from fee_account
      where lane = ${lane} and agreement = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row): [AgreementId, FeeAccount] => {
        const agreement = Number(row.agreement) as AgreementId
        return [agreement, { agreement, chosen: row.chosen, offerEnds: row.offer_ends }]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'fee_account',
      ['lane', 'agreement'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        agreement: after.agreement,
        chosen: { ...after.chosen },
        offer_ends: after.offerEnds?.toString() ?? null,
      })),
    ),
)
