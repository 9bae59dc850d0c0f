/** Checks the books over their whole history, in SQL alone: a second opinion that shares nothing with the fold. */
import type { Sql, Transaction } from '../../storage/sql.ts'
import { type Check, countBreaks, findBreaks, streamChecks } from './streams.ts'
import { type WholeCheck, wholeChecks } from './wholes.ts'

/** Where something is broken, as far as it has such a place. */
export type Fault = {
  readonly lane: number
  readonly account?: string
  readonly seq?: number
  readonly place?: string
  readonly what?: string
}

export type CheckResult = Check & {
  /** How many rows were looked at. */
  readonly looked: number
  readonly broken: number
  /** The first few. */
  readonly faults: readonly Fault[]
}

const faultsShown = 5

/**
 * Runs every check on one snapshot of the database.
 * @param onCheck called before each check, with its name
 */
export function checkBooks(sql: Sql, onCheck: (name: string) => void = () => {}): Promise<readonly CheckResult[]> {
  return sql.begin('isolation level repeatable read read only', async (transaction) => {
    await transaction`set local work_mem = '64MB'`
    await transaction`set local jit = off`
    return checkWithin(transaction, onCheck)
  }) as Promise<readonly CheckResult[]>
}

/** The same within a transaction. */
export async function checkWithin(
  sql: Transaction,
  onCheck: (name: string) => void = () => {},
): Promise<readonly CheckResult[]> {
  onCheck('streams')
  const results = [...(await checkStreams(sql))]
  for (const check of wholeChecks) {
    onCheck(check.name)
    results.push(await checkWhole(sql, check))
  }
  return results
}

async function checkStreams(sql: Transaction): Promise<readonly CheckResult[]> {
  const [counts] = await sql.unsafe<Record<string, number>[]>(countBreaks)
  const results: CheckResult[] = []
  for (const [i, check] of streamChecks.entries()) {
    const broken = counts?.[`broken_${i}`] ?? 0
    const faults = broken === 0 ? [] : await sql.unsafe<Row[]>(findBreaks(check, faultsShown))
    const { name, says } = check
    results.push({ name, says, looked: counts?.['looked'] ?? 0, broken, faults: faults.map(faultOf) })
  }
  return results
}

async function checkWhole(sql: Transaction, { name, says, looked, broken }: WholeCheck): Promise<CheckResult> {
  const [row] = await sql.unsafe<{ looked: number }[]>(`select (${looked})::float8 as looked`)
  const faults = await sql.unsafe<(Row & { broken: number })[]>(
    `select fault.*, count(*) over ()::float8 as broken from (${broken}) as fault limit ${faultsShown}`,
  )
  return { name, says, looked: row?.looked ?? 0, broken: faults[0]?.broken ?? 0, faults: faults.map(faultOf) }
}

type Row = {
  lane: number
  account?: bigint | string | null
  seq?: number | null
  place?: bigint | string | null
  what?: string | null
}

const faultOf = ({ lane, account, seq, place, what }: Row): Fault => ({
  lane,
  ...(account == null ? {} : { account: String(account) }),
  ...(seq == null ? {} : { seq }),
  ...(place == null ? {} : { place: String(place) }),
  ...(what == null ? {} : { what }),
})
