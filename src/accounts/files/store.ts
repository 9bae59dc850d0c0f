/** Account files in PostgreSQL. */
import type { Iban } from '../../kernel/iban.ts'
import type { AccountId, LaneId, PartyId } from '../../kernel/ids.ts'
import type { AffairsByPerson, PersonAffairs } from '../../privacy/retention/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { type Packed, packed, unpacked } from '../../storage/packed-rows.ts'
import { dateFrom, int8s, type Sql, type Transaction } from '../../storage/sql.ts'
import { type AccountFile, accountFiles, type Channel, type RequestedDocument } from './rules.ts'

export const accountFileStore = collectionStore(accountFiles, filesOf, (lane, steps) =>
  upsert(
    'account_file',
    ['lane', 'account'],
    lastOfEach(steps).map(({ after }) => ({
      lane,
      account: after.account,
      holders: after.holders,
      channel: after.channel,
      opened_on: after.openedOn.toString(),
      numbers: after.numbers.map(({ iban, from }) => ({ iban, from: from.toString() })),
      next_number: after.numberChange?.iban ?? null,
      next_number_announced: after.numberChange?.announcedOn.toString() ?? null,
      next_number_from: after.numberChange?.from.toString() ?? null,
      documents: after.documents.map(documentJson),
      activate_by: after.activateBy.toString(),
      activated_on: after.activatedOn?.toString() ?? null,
      activation_refused_on: after.activationRefusedOn?.toString() ?? null,
      closing_requested_on: after.closingRequestedOn?.toString() ?? null,
      closed_on: after.closedOn?.toString() ?? null,
    })),
  ),
)

type DocumentJson = {
  document: number
  kind: RequestedDocument['kind']
  requestedOn: string
  status: RequestedDocument['status']
  receivedOn: string | null
  reviewedBy: string | null
  reviewedOn: string | null
}

type FileRow = {
  account: bigint
  holders: bigint[]
  channel: Channel
  opened_on: Temporal.PlainDate
  numbers: { iban: Iban; from: string }[]
  next_number: Iban | null
  next_number_announced: Temporal.PlainDate | null
  next_number_from: Temporal.PlainDate | null
  documents: DocumentJson[]
  activate_by: Temporal.PlainDate
  activated_on: Temporal.PlainDate | null
  activation_refused_on: Temporal.PlainDate | null
  closing_requested_on: Temporal.PlainDate | null
  closed_on: Temporal.PlainDate | null
}

/** Files by account; an account without one is absent. */
export async function filesOf(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, AccountFile>> {
  const rows = await sql<Packed[]>`
    select ${packed(sql, fileColumns)} from account_file
    where lane = ${lane} and account = any(${int8s(sql, keys)})`
  return new Map(unpacked(rows).map((row) => [Number(row[0]) as AccountId, unpackedFile(row)]))
}

const fileColumns = [
  'account',
  "array_to_string(holders, ' ')",
  'channel',
  'numbers',
  'documents',
  'next_number',
  'next_number_announced',
  'next_number_from',
  'opened_on',
  'activate_by',
  'activated_on',
  'activation_refused_on',
  'closing_requested_on',
  'closed_on',
]

function unpackedFile(row: readonly string[]): AccountFile {
  const [account = '', holders = '', channel, numbers = '', documents = '', iban = ''] = row
  const [announcedOn, from, openedOn, activateBy, activatedOn, refusedOn, askedOn, closedOn] = row.slice(6).map(dayFrom)
  return fileFrom({
    account: BigInt(account),
    holders: holders.split(' ').map(BigInt),
    channel: channel as Channel,
    opened_on: openedOn as Temporal.PlainDate,
    numbers: JSON.parse(numbers),
    next_number: iban === '' ? null : (iban as Iban),
    next_number_announced: announcedOn ?? null,
    next_number_from: from ?? null,
    documents: JSON.parse(documents),
    activate_by: activateBy as Temporal.PlainDate,
    activated_on: activatedOn ?? null,
    activation_refused_on: refusedOn ?? null,
    closing_requested_on: askedOn ?? null,
    closed_on: closedOn ?? null,
  })
}

const dayFrom = (text: string): Temporal.PlainDate | null => (text === '' ? null : dateFrom(text))

/** Opened accounts whose time for activation ran out before the day, the longest waiting first, up to `count`. Rules: `isOverdue`. */
export async function overdueActivations(
  sql: Sql,
  lane: LaneId,
  day: Temporal.PlainDate,
  count: number,
): Promise<readonly AccountFile[]> {
  const rows = await sql<FileRow[]>`
    select * from account_file
    where lane = ${lane} and activate_by < ${day.toString()} and activated_on is null and activation_refused_on is null
      and closing_requested_on is null and closed_on is null
    order by activate_by, account limit ${count}`
  return rows.map(fileFrom)
}

type AgreementRow = {
  readonly party: bigint
  readonly agreement: bigint
  readonly ended: Temporal.PlainDate | null
  readonly newest: Temporal.PlainDate | null
}

/**
 * Agreements of these persons and their newest entry, by which data of holders are kept. An agreement runs until the last of its accounts
 * is closed; what they owe each other is performed by then.
 */
export async function accountAffairs(sql: Sql, lane: LaneId, subjects: readonly PartyId[]): Promise<AffairsByPerson> {
  const rows = await sql<AgreementRow[]>`
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
    where h.lane = ${lane} and h.party = any(${int8s(sql, subjects)})
    group by h.party, a.agreement
    order by h.party, a.agreement`
  const found = new Map<PartyId, PersonAffairs>()
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

function fileFrom(row: FileRow): AccountFile {
  const { next_number: iban, next_number_announced: announcedOn, next_number_from: from } = row
  return {
    account: Number(row.account) as AccountId,
    holders: row.holders.map((one) => Number(one) as PartyId),
    channel: row.channel,
    openedOn: row.opened_on,
    numbers: row.numbers.map((one) => ({ iban: one.iban, from: dateFrom(one.from) })),
    numberChange: iban === null || announcedOn === null || from === null ? null : { iban, announcedOn, from },
    documents: row.documents.map(documentFrom),
    activateBy: row.activate_by,
    activatedOn: row.activated_on,
    activationRefusedOn: row.activation_refused_on,
    closingRequestedOn: row.closing_requested_on,
    closedOn: row.closed_on,
  }
}

const documentJson = (one: RequestedDocument): DocumentJson => ({
  ...one,
  requestedOn: one.requestedOn.toString(),
  receivedOn: one.receivedOn?.toString() ?? null,
  reviewedOn: one.reviewedOn?.toString() ?? null,
})

const documentFrom = (one: DocumentJson): RequestedDocument => ({
  ...one,
  requestedOn: Temporal.PlainDate.from(one.requestedOn),
  receivedOn: one.receivedOn === null ? null : Temporal.PlainDate.from(one.receivedOn),
  reviewedOn: one.reviewedOn === null ? null : Temporal.PlainDate.from(one.reviewedOn),
})
