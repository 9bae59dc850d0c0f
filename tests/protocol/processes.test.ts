/** Two real processes on one lane, with a barrier between a command's fold and its append. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Sql } from '../../src/storage/sql.ts'
import { openAccount, openInternal, register } from '../customers.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { rowsOf } from '../rows.ts'
import { expectSound } from '../sound.ts'
import { type Affair, type Asked, affairOf, crossings, debitMinor, debitOf } from './crossings.ts'
import { WriterInProcess } from './writer-in-process.ts'
import type { Outcome } from './writer-process.ts'

let database: TestDatabase
let dataDir: string
let a: WriterInProcess
let b: WriterInProcess
let nostro: string
let payee: string
let cases = 0

beforeAll(async () => {
  database = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'pacta-protocol-'))
  const keysDir = join(dataDir, 'keys')
  a = await WriterInProcess.start(database.url, keysDir)
  b = await WriterInProcess.start(database.url, keysDir)
  await a.take()
  nostro = await openInternal(a, 'nostro')
  await openInternal(a, 'fees')
  payee = await openAccount(a, await register(a, 'natural', 'payee'))
})
afterAll(async () => {
  await Promise.all([a.end(), b.end()])
  await database.close()
  await rm(dataDir, { recursive: true })
})

let affair: Affair
let debit: Asked
beforeEach(async () => {
  await a.take()
  cases += 1
  const [lane] = await database.sql<{ business_date: Temporal.PlainDate }[]>`
    select business_date from lane order by lane limit 1`
  affair = await affairOf(a, payee, nostro, String(cases), lane?.business_date as Temporal.PlainDate)
  debit = debitOf(affair, `debit ${cases}`)
})

const codeOf = (outcome: Outcome | undefined): string | null | undefined =>
  outcome === undefined || 'error' in outcome ? outcome?.error : outcome.told.code
const placeOf = (outcome: Outcome | undefined): number =>
  outcome === undefined || 'error' in outcome ? Number.NaN : outcome.told.place

async function balanceOf(sql: Sql, account: string): Promise<number> {
  const [row] = await sql<{ balance_after: bigint }[]>`
    select balance_after from account_event where account = ${account} order by seq desc limit 1`
  return Number(row?.balance_after)
}
async function bookedOn(sql: Sql, account: string): Promise<string | undefined> {
  const [row] = await sql<{ booking_date: Temporal.PlainDate }[]>`
    select booking_date from account_event where account = ${account} and amount = ${-debitMinor} order by seq desc limit 1`
  return row?.booking_date.toString()
}
/** Money neither appears nor vanishes, whatever crossed what. */
async function expectBalanced(sql: Sql): Promise<void> {
  const rows = await sql`
    select a.currency from account_event e join account a using (lane, account) where e.kind = 3
    group by a.currency having sum(e.amount) <> 0`
  expect([...rows]).toEqual([])
}

describe.each(crossings)('a debit crossed with $name', ({ other, debitAfter, otherAfter, balance }) => {
  it('folded here, while another process takes the lane and carries that out: nothing of the debit is stored', async () => {
    const { folded } = await a.stopBeforeAppend()
    const stale = a.submit(debit)
    await folded
    await b.take()
    const crossing = other?.(affair, debit)
    if (crossing !== undefined) expect(codeOf((await b.submit(crossing))[0])).toBeNull()
    const before = await rowsOf(database.sql)
    await a.release()
    expect(codeOf((await stale)[0])).toBe('LaneLost')
    expect(await rowsOf(database.sql)).toEqual(before)
    const [again] = await b.submit(debit)
    expect(codeOf(again)).toBe(debitAfter)
    expect(again).toMatchObject({ repeated: crossing === debit })
    expect(await balanceOf(database.sql, affair.account)).toBe(balance.otherFirst)
    if (debitAfter === null && crossing?.kind === 'clock.cut-over')
      expect(await bookedOn(database.sql, affair.account)).toBe(affair.businessDate.add({ days: 1 }).toString())
    await expectBalanced(database.sql)
  })

  it('appended here before another process takes the lane: that is decided on what the debit left', async () => {
    const [done] = await a.submit(debit)
    expect(codeOf(done)).toBeNull()
    await b.take()
    const crossing = other?.(affair, debit)
    if (crossing !== undefined) {
      const [crossed] = await b.submit(crossing)
      expect(codeOf(crossed)).toBe(otherAfter)
      expect(crossed).toMatchObject({ repeated: crossing === debit })
      if (crossing === debit) expect(placeOf(crossed)).toBe(placeOf(done))
    }
    // Nothing is decided here any more; what was decided the next writer tells.
    expect(codeOf((await a.submit(debit))[0])).toBe('LaneLost')
    expect((await b.submit(debit))[0]).toMatchObject({ repeated: true, told: { place: placeOf(done) } })
    expect(await balanceOf(database.sql, affair.account)).toBe(balance.debitFirst)
    expect(await bookedOn(database.sql, affair.account)).toBe(affair.businessDate.toString())
    await expectBalanced(database.sql)
  })

  if (other === undefined) return
  it('in one batch of one writer: in their order', async () => {
    const crossing = other(affair, debit)
    const isSame = crossing === debit
    const [first, second] = await a.submit(crossing, debit)
    expect([codeOf(first), codeOf(second)]).toEqual([null, isSame ? 'InFlight' : debitAfter])
    if (!isSame) expect(placeOf(second)).toBe(placeOf(first) + 1)
    expect(await balanceOf(database.sql, affair.account)).toBe(balance.otherFirst)
    await expectBalanced(database.sql)
  })

  it('in consecutive batches of one writer, the second folded while the first commits: in their order', async () => {
    const crossing = other(affair, debit)
    const isSame = crossing === debit
    const { folded } = await a.stopBeforeAppend()
    const first = a.submit(debit)
    await folded
    const second = a.submit(crossing)
    // The order to release comes behind the command, so that it is folded first.
    await a.release()
    expect(codeOf((await first)[0])).toBeNull()
    expect(codeOf((await second)[0])).toBe(isSame ? 'InFlight' : otherAfter)
    if (!isSame)
      expect(Math.floor(placeOf((await second)[0]) / 4096)).toBe(Math.floor(placeOf((await first)[0]) / 4096) + 1)
    expect(await balanceOf(database.sql, affair.account)).toBe(balance.debitFirst)
    await expectBalanced(database.sql)
  })
})

it('after all that, the books balance and every decision comes out the same when it is decided again', () =>
  expectSound(database.sql, dataDir))
