import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastSweep, sweeps } from '../../privacy/retention/store.ts'
import { LaneHolder } from '../lane-holder.ts'
import { BusyBank } from '../testing/busy-bank.ts'
import { keepSweeping } from './keeper.ts'
import { sweepEntity, sweepStandings } from './sweeping.ts'

let bank: BusyBank
let lanes: LaneHolder
let liga: number
beforeAll(async () => {
  bank = await BusyBank.open()
  liga = Number((await bank.live()).liga)
  lanes = await LaneHolder.take(bank.institution, bank.database.url)
}, 60_000)
afterAll(async () => {
  await lanes.close()
  await bank.close()
})

const day = (text: string) => Temporal.PlainDate.from(text)
const failures: string[] = []
const keep = () =>
  keepSweeping(bank.institution, lanes, { everyMs: 20, onFailed: ({ message }) => failures.push(message) })
const cutOver = (to: string) =>
  lanes.writer(bank.lane).submit({
    ...{ kind: 'clock.cut-over', client: 'test', key: to, actor: { role: 'system' } as const, purpose: 'operations' },
    payload: { to },
  })
const sweptDay = async () => (await lastSweep(bank.institution.sql, bank.lane))?.day.toString()
const factsOf = async (kind: string) =>
  (await bank.institution.sql`select from fact where subject = ${liga} and kind = ${kind}`).length

describe('the sweep', () => {
  it('is made by itself, once on each business date of each entity', async () => {
    const stop = keep()
    await expect.poll(sweptDay).toBe(lanes.head(bank.lane).businessDate.toString())
    const next = lanes.head(bank.lane).businessDate.add({ days: 1 }).toString()
    await cutOver(next)
    await expect.poll(sweptDay).toBe(next)
    const after = lanes.head(bank.lane).businessDate.add({ days: 1 }).toString()
    await cutOver(after)
    await expect.poll(sweptDay).toBe(after)
    await stop()
    const days = (await sweeps(bank.institution.sql, bank.lane, 10)).map((run) => run.day.toString())
    expect(days).toEqual([...new Set(days)])
    expect(days).toHaveLength(3)
    for (const { lane } of lanes.lanes) expect(await lastSweep(bank.institution.sql, lane)).toBeDefined()
    expect(failures).toEqual([])
  })

  it('erases by itself what nothing keeps on the new day, and not on the day before', async () => {
    const { sql } = bank.institution
    // Logs of use stay two years: I.2.activity and IV.need of the privacy policy.
    const on = lanes.head(bank.lane).businessDate
    await sql`
      insert into fact (lane, fact, subject, kind, category, source, recorded_on, place, sealed)
      values (${bank.lane}, 1, ${liga}, 'satisfaction', 'marketing', 'subject',
        ${on.subtract({ years: 3 }).add({ days: 1 }).toString()}, 0, null)`
    const stop = keep()
    await cutOver(on.add({ days: 1 }).toString())
    await expect.poll(sweptDay).toBe(on.add({ days: 1 }).toString())
    expect(await factsOf('satisfaction')).toBe(1)
    await cutOver(on.add({ days: 2 }).toString())
    await expect.poll(sweptDay).toBe(on.add({ days: 2 }).toString())
    expect(await factsOf('satisfaction')).toBe(0)
    await stop()
    expect((await lastSweep(sql, bank.lane))?.facts).toBe(1)
  })

  it('is behind by the days since the last one, and due until one has ended on the business date', async () => {
    const standing = async () => (await sweepStandings(bank.institution, lanes))[0]
    expect(await standing()).toMatchObject({ entity: 'lv', due: false, daysBehind: 0 })
    const to = lanes.head(bank.lane).businessDate.add({ days: 3 })
    await cutOver(to.toString())
    expect(await standing()).toMatchObject({ due: true, daysBehind: 3 })
    const stopping = AbortSignal.abort()
    const [first] = lanes.lanes
    if (first === undefined) expect.fail('no lane is held')
    expect(await sweepEntity(bank.institution, first.entity, to, { stopping })).toMatchObject({ ended: null })
    expect(await standing()).toMatchObject({ due: true, daysBehind: 3 })
    const stop = keep()
    await expect.poll(sweptDay).toBe(to.toString())
    await stop()
    expect(await standing()).toMatchObject({ due: false, swept: day(to.toString()) })
  })

  it('is left to another process that makes it', async () => {
    const [first] = lanes.lanes
    if (first === undefined) expect.fail('no lane is held')
    const other = await bank.institution.sql.reserve()
    await other`select pg_advisory_lock(7226785, ${bank.lane})`
    const on = lanes.head(bank.lane).businessDate
    expect(await sweepEntity(bank.institution, first.entity, on)).toBeUndefined()
    await other`select pg_advisory_unlock(7226785, ${bank.lane})`
    other.release()
    expect(await sweepEntity(bank.institution, first.entity, on)).toMatchObject({ day: on })
  })
})
