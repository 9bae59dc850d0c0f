/** Cash codes in PostgreSQL. Of their digits and phones, only hashes and sealed bytes. */
import type { AccountId, LaneId, PartyId, Place } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import { idOf } from '../../kernel/wire.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { insert, upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { atms } from './atm/rules.ts'
import { type CashCodeReport, cashCodeReports } from './ending/rules.ts'
import { type CashCodeEntry, cashCodeEntries } from './entry/rules.ts'
import { agreedLimits, cashCodeDays } from './limits/rules.ts'
import { type CashCode, type CashCodeId, cashCodes, cashCodesOf } from './rules.ts'

type CodeRow = Pick<CashCode, 'direction' | 'channel' | 'delivery' | 'state' | 'chosen' | 'assigned' | 'tries'> & {
  code: bigint
  account: bigint
  currency: string
  applied: bigint
  used: bigint
  filed_by: bigint | null
  person: bigint
  blocked_for: CashCode['blockedFor']
  last_day: Temporal.PlainDate
  phone: bigint | null
}

export const cashCodeStore = collectionStore(cashCodes, loadCodes, (lane, steps) =>
  upsert(
    'cash_code',
    ['lane', 'code'],
    lastOfEach(steps).map(({ key, after }) => ({
      lane,
      code: key,
      account: after.account,
      direction: after.direction,
      currency: after.currency,
      applied: after.appliedMinor.toString(),
      used: after.usedMinor.toString(),
      channel: after.channel,
      filed_by: after.filedBy,
      person: after.person,
      delivery: after.delivery,
      state: after.state,
      blocked_for: after.blockedFor,
      last_day: after.lastDay.toString(),
      chosen: after.chosen,
      assigned: after.assigned,
      phone: after.phone,
      tries: after.tries,
    })),
  ),
)

async function loadCodes(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly CashCodeId[],
): Promise<ReadonlyMap<CashCodeId, CashCode>> {
  const rows = await sql<CodeRow[]>`
    select code, account, direction, currency, applied, used, channel, filed_by, person, delivery, state, blocked_for, last_day, chosen,
      assigned, phone, tries
    from cash_code where lane = ${lane} and code = any(${sql.array([...keys], oids.int8)})`
  return new Map(rows.map((row) => [Number(row.code) as CashCodeId, codeFrom(row)]))
}

/** The codes of an account, the latest first. */
export async function codesOfAccount(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  atMost: number,
): Promise<readonly CashCode[]> {
  const rows = await sql<CodeRow[]>`
    select code, account, direction, currency, applied, used, channel, filed_by, person, delivery, state, blocked_for, last_day, chosen,
      assigned, phone, tries
    from cash_code where lane = ${lane} and account = ${account} order by code desc limit ${atMost}`
  return rows.map(codeFrom)
}

const codeFrom = (row: CodeRow): CashCode => ({
  code: Number(row.code) as CashCodeId,
  account: Number(row.account) as AccountId,
  direction: row.direction,
  currency: currency(row.currency),
  appliedMinor: minor(row.applied),
  usedMinor: minor(row.used),
  channel: row.channel,
  filedBy: row.filed_by === null ? null : (Number(row.filed_by) as PartyId),
  person: Number(row.person) as PartyId,
  delivery: row.delivery,
  state: row.state,
  blockedFor: row.blocked_for,
  lastDay: row.last_day,
  chosen: row.chosen,
  assigned: row.assigned,
  phone: row.phone === null ? null : (Number(row.phone) as DetailId),
  tries: row.tries,
})

export const cashCodesOfStore = collectionStore(
  cashCodesOf,
  async (sql, lane, keys) => {
    const rows = await sql<{ person: bigint; codes: readonly bigint[] }[]>`
      select person, codes from cash_codes_of
      where lane = ${lane} and person = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map(({ person, codes }) => [Number(person) as PartyId, codes.map((code) => Number(code) as CashCodeId)]),
    )
  },
  (lane, steps) =>
    upsert(
      'cash_codes_of',
      ['lane', 'person'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, person: key, codes: after })),
    ),
)

/** Under which id the phone of a code is kept; undefined when there is none. */
export async function phoneOf(sql: Sql, lane: LaneId, code: CashCodeId): Promise<DetailId | undefined> {
  const [row] = await sql<{ phone: bigint | null }[]>`
    select phone from cash_code where lane = ${lane} and code = ${code}`
  return row?.phone == null ? undefined : (Number(row.phone) as DetailId)
}

type EntryRow = {
  entry: bigint
  atm: string
  person: bigint | null
  found: CashCodeEntry['found']
  code: bigint | null
  account: bigint | null
  used: boolean
}

export const cashCodeEntryStore = collectionStore(
  cashCodeEntries,
  async (sql, lane, keys) => {
    const rows = await sql<EntryRow[]>`
      select entry, atm, person, found, code, account, used from cash_code_entry
      where lane = ${lane} and entry = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row) => [
        Number(row.entry),
        {
          entry: Number(row.entry),
          atm: row.atm,
          person: row.person === null ? null : (Number(row.person) as PartyId),
          found: row.found,
          code: row.code === null ? null : (Number(row.code) as CashCodeId),
          account: row.account === null ? null : (Number(row.account) as AccountId),
          used: row.used,
        },
      ]),
    )
  },
  (lane, steps) =>
    upsert(
      'cash_code_entry',
      ['lane', 'entry'],
      lastOfEach(steps).map(({ after: { entry, atm, person, found, code, account, used } }) => ({
        lane,
        entry,
        atm,
        person,
        found,
        code,
        account,
        used,
      })),
    ),
)

type DayRow = Readonly<Record<'account' | 'applied_out' | 'applied_in' | 'used_out' | 'used_in', bigint>> & {
  readonly day: Temporal.PlainDate
}

export const cashCodeDayStore = collectionStore(
  cashCodeDays,
  async (sql, lane, keys) => {
    const rows = await sql<DayRow[]>`
      select account, day, applied_out, applied_in, used_out, used_in from cash_code_day
      where lane = ${lane} and account = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row) => {
        const account = Number(row.account) as AccountId
        const applied = { withdrawal: minor(row.applied_out), deposit: minor(row.applied_in) }
        const used = { withdrawal: minor(row.used_out), deposit: minor(row.used_in) }
        return [account, { account, day: row.day, applied, used }]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'cash_code_day',
      ['lane', 'account'],
      lastOfEach(steps).map(({ after: { account, day, applied, used } }) => ({
        lane,
        account,
        day: day.toString(),
        applied_out: applied.withdrawal.toString(),
        applied_in: applied.deposit.toString(),
        used_out: used.withdrawal.toString(),
        used_in: used.deposit.toString(),
      })),
    ),
)

export const agreedLimitStore = collectionStore(
  agreedLimits,
  async (sql, lane, keys) => {
    const rows = await sql<
      { account: bigint; per_transaction: bigint; per_day: bigint; agreed_on: Temporal.PlainDate }[]
    >`
      select account, per_transaction, per_day, agreed_on from cash_code_limit
      where lane = ${lane} and account = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row) => {
        const account = Number(row.account) as AccountId
        const limits = { perTransactionMinor: minor(row.per_transaction), perDayMinor: minor(row.per_day) }
        return [account, { account, ...limits, agreedOn: row.agreed_on }]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'cash_code_limit',
      ['lane', 'account'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        account: after.account,
        per_transaction: after.perTransactionMinor.toString(),
        per_day: after.perDayMinor.toString(),
        agreed_on: after.agreedOn.toString(),
      })),
    ),
)

export const cashCodeReportStore = collectionStore(
  cashCodeReports,
  async (sql, lane, keys) => {
    const rows = await sql<{ report: bigint; code: bigint; wrong: CashCodeReport['wrong']; on: Temporal.PlainDate }[]>`
      select report, code, wrong, reported_on as "on" from cash_code_report
      where lane = ${lane} and report = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map(({ report, code, wrong, on }) => [
        Number(report),
        { report: Number(report), code: Number(code) as CashCodeId, wrong, reportedOn: on },
      ]),
    )
  },
  (lane, steps) =>
    insert(
      'cash_code_report',
      steps.map(({ after }) => ({
        lane,
        report: after.report,
        code: after.code,
        wrong: after.wrong,
        reported_on: after.reportedOn.toString(),
      })),
    ),
)

export const atmStore = collectionStore(
  atms,
  async (sql, lane, keys) => {
    const rows = await sql<{ atm: string; till: bigint; installed_on: Temporal.PlainDate }[]>`
      select atm, till, installed_on from atm where lane = ${lane} and atm = any(${sql.array([...keys], oids.text)})`
    return new Map(
      rows.map((row) => [
        row.atm,
        { atm: row.atm, till: Number(row.till) as AccountId, installedOn: row.installed_on },
      ]),
    )
  },
  (lane, steps) =>
    upsert(
      'atm',
      ['lane', 'atm'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        atm: after.atm,
        till: after.till,
        installed_on: after.installedOn.toString(),
      })),
    ),
)

/** The codes whose digits go out by SMS, by what these decisions told; each once, in the order of the decisions. */
export async function codesToTell(sql: Sql, lane: LaneId, places: readonly Place[]): Promise<readonly CashCodeId[]> {
  const rows = await sql<{ code: string }[]>`
    select facts ->> 'code' as code from decision
    where lane = ${lane} and place = any(${sql.array([...places], oids.int8)}) and facts ->> 'delivery' = 'sms' order by place`
  return [...new Set(rows.map(({ code }) => idOf<CashCodeId>(code)))]
}

export const cashCodeStores = [
  cashCodeStore,
  cashCodesOfStore,
  cashCodeEntryStore,
  cashCodeDayStore,
  agreedLimitStore,
  cashCodeReportStore,
  atmStore,
]
