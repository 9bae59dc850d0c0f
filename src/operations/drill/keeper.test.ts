import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LaneHolder } from '../lane-holder.ts'
import { BusyBank } from '../testing/busy-bank.ts'
import { isDue, keepDrills } from './keeper.ts'
import type { DrillReport } from './report.ts'
import { drillHistory, lastSound, saveDrill, unrecordedDrills } from './store.ts'

let bank: BusyBank
let lanes: LaneHolder
beforeAll(async () => {
  bank = await BusyBank.open()
  lanes = await LaneHolder.take(bank.institution, bank.database.url)
}, 60_000)
afterAll(async () => {
  await lanes.close()
  await bank.close()
})

const last = Temporal.Instant.from('2026-01-05T10:00:00Z')
const report = (at: Temporal.Instant, sound: boolean): DrillReport => ({
  at: at.toString(),
  sound,
  problems: sound ? [] : ['the books'],
  seconds: { total: 1 },
})
const decisions = () =>
  bank.institution.sql<{ code: string | null; facts: { next?: string } }[]>`
    select code, facts from decision where kind = 'drill.record' order by place`
const due = (at: string) => isDue(bank.institution, lanes, Temporal.Instant.from(at))

describe('drills', () => {
  it('are due at once where there was none, and after one that was not sound', async () => {
    expect(await due('2026-01-05T10:00:00Z')).toBe(true)
    await saveDrill(bank.institution.sql, report(last.subtract({ hours: 1 }), false))
    expect(await due('2026-01-05T10:00:00Z')).toBe(true)
  })

  it('are made when they are due, once at a time, and each is decided about', async () => {
    let runs = 0
    const run = async () => {
      runs += 1
      await sleep(50)
      await saveDrill(bank.institution.sql, report(last, true))
    }
    const stop = keepDrills(bank.institution, lanes, { run, now: () => last, everyMs: 10 })
    await expect.poll(() => decisions(), { timeout: 10_000 }).toHaveLength(2)
    await stop()
    expect(runs).toBe(1)
    expect(await decisions()).toMatchObject([
      { code: 'drill-not-sound' },
      { code: null, facts: { next: '2026-07-05' } },
    ])
    expect(await unrecordedDrills(bank.institution.sql)).toEqual([])
  })

  it('in which the restore came too late are a finding, and the next one stays due', async () => {
    const { sql } = bank.institution
    const slow = Temporal.Instant.from('2026-01-06T10:00:00Z')
    const seconds = { backup: 10, total: 86_411 }
    await saveDrill(sql, { ...report(slow, true), seconds })
    const stop = keepDrills(bank.institution, lanes, { run: async () => {}, now: () => last, everyMs: 10 })
    await expect.poll(() => unrecordedDrills(sql), { timeout: 10_000 }).toEqual([])
    await stop()
    expect((await decisions()).at(-1)).toMatchObject({ code: 'restore-late' })
    const [newest] = await drillHistory(sql, 1)
    const problems = ['restoring took 86401 seconds, and 86400 are allowed (GBT 11.1, RA 2.4; lv)']
    expect(newest).toMatchObject({ sound: false, report: { sound: false, problems, seconds } })
    expect(await lastSound(sql)).toEqual(last)
  })

  it.each([
    ['2026-07-04T20:59:59Z', false],
    ['2026-07-04T21:00:00Z', true],
    ['2026-07-06T09:00:00Z', true],
  ])('after that are due from the day half a year later on, by the clock of the entity: %s is %s', async (at, is) => {
    expect(await due(at)).toBe(is)
  })

  it('that do not run are told of, and tried again only after some hours', async () => {
    const told: string[] = []
    let runs = 0
    let now = Temporal.Instant.from('2026-07-06T09:00:00Z')
    const run = async () => {
      runs += 1
      throw new Error('no room')
    }
    const options = { run, now: () => now, everyMs: 5, onFailed: ({ message }: Error) => told.push(message) }
    const stop = keepDrills(bank.institution, lanes, options)
    await expect.poll(() => told, { timeout: 5_000 }).toEqual(['no room'])
    await sleep(60)
    expect(runs).toBe(1)
    now = now.add({ hours: 6 })
    await expect.poll(() => runs, { timeout: 5_000 }).toBe(2)
    await stop()
  })
})
