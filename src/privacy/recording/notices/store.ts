/** Under which version persons last handed data over: read from what is kept of notices shown, whose rows the consents write. */
import type { PartyId } from '../../../kernel/ids.ts'
import { collectionStore } from '../../../storage/lane/collection-store.ts'
import { oids } from '../../../storage/sql.ts'
import { noticesShown } from './rules.ts'

export const noticeShownStore = collectionStore(
  noticesShown,
  async (sql, lane, keys) => {
    const rows = await sql<{ subject: bigint; document: string; version: string }[]>`
      select distinct on (subject) subject, document, version from notice_acceptance
      where lane = ${lane} and subject = any(${sql.array([...keys], oids.int8)}) and by = 'handed-over'
      order by subject, acceptance desc`
    return new Map(
      rows.map(({ subject, document, version }) => {
        const party = Number(subject) as PartyId
        return [party, { subject: party, document, version }]
      }),
    )
  },
  () => [],
)
