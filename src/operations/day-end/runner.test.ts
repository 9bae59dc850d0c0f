import { describe, expect, it } from 'vitest'
import { operator, TestBank, testLane } from '../../../tests/bank.ts'
import { accountIn, eur, openActive, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { remind } from '../../parties/replacement/commands.ts'
import { companyWithRepresentative, registerPerson } from '../../parties/testing/people.ts'
import { expireHolds } from '../../payments/holds/commands.ts'
import type { Command } from '../../storage/command.ts'
import { Poisonous } from '../../storage/lane/errors.ts'
import { type ClosedDay, closeDays, type DayEndBank, dayEndOf, liveThrough, moveOn } from './runner.ts'
import { inMemory, type MemoryStep } from './testing/day-end.ts'

const expiry: MemoryStep = {
  name: 'hold-expiry',
  command: expireHolds,
  payloadsOf: (holds, day) => [{ day: day.toString(), holds }],
}
const reminders: MemoryStep = {
  name: 'authorisation-reminder',
  command: remind,
  payloadsOf: (subjects) => subjects.map((customer) => ({ customer })),
}
const date = (text: string) => Temporal.PlainDate.from(text)

type Setting = { readonly bank: TestBank; readonly account: AccountId; readonly holds: readonly string[] }

/** 100.00 on an account, of which 1.00 is held eight times on Monday, 5 January; a paper to be replaced, with reminders to come. */
async function setting(): Promise<Setting> {
  const bank = await TestBank.open()
  const account = await openActive(bank, [await registerPerson(bank, 'janis')])
  await payIn(bank, await openInternal(bank, 'till'), account, 10_000)
  const holds: string[] = []
  for (let i = 0; i < 8; i += 1) {
    const placed = await bank.do('hold.place', { from: String(account), amount: eur(100) })
    holds.push(String(placed.facts['hold']))
  }
  const { document } = await companyWithRepresentative(bank)
  await bank.do('authorisation.demand-replacement', document, { actor: operator })
  return { bank, account, holds }
}

const steps = [expiry, reminders]

/** Everything that was decided, in its order; by key where halves of parts that are under way at once overtake each other. */
const decisionsOf = (bank: TestBank, spoilt: boolean) => {
  const found = bank.storage.journal(testLane).flatMap(({ decisions }) =>
    decisions.map(({ kind, code, payload, facts, keyHash }) => ({
      kind,
      code,
      payload,
      facts,
      key: keyHash.toString('hex'),
    })),
  )
  return spoilt ? found.sort((a, b) => (a.key < b.key ? -1 : 1)) : found
}

const counted = ({ day, steps: counts, problems }: ClosedDay) => ({
  day,
  steps: counts.map(({ name, subjects, failed }) => `${name} ${subjects} ${failed}`),
  problems: problems.length,
})

describe('days are closed one after another', () => {
  it('each with what was due by its end, and no other', async () => {
    const { bank, account } = await setting()
    const closed = await liveThrough(inMemory(bank, steps), date('2026-01-14'))
    expect(closed.map(({ day }) => day)).toEqual(
      [5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => `2026-01-${`${n}`.padStart(2, '0')}`),
    )
    // Placed on the 5th for seven days: they stand through the 12th, and are given back when the 12th is closed.
    expect(closed.map(({ steps: [holds] }) => holds?.subjects)).toEqual([0, 0, 0, 0, 0, 0, 0, 8, 0])
    expect(accountIn(bank, account)).toMatchObject({ heldMinor: 0n, bookedOn: date('2026-01-13') })
  })

  it('the day before the term ends nothing lapses', async () => {
    const { bank, account } = await setting()
    await liveThrough(inMemory(bank, steps), date('2026-01-12'))
    expect(accountIn(bank, account)).toMatchObject({ heldMinor: 800n })
  })

  it('missed days are caught up in their order, and give what closing in time gives', async () => {
    const { bank, account } = await setting()
    await bank.cutOver('2026-01-14')
    const closed = await closeDays(inMemory(bank, steps))
    expect(closed).toHaveLength(9)
    expect(closed.map(({ steps: [holds] }) => holds?.subjects)).toEqual([0, 0, 0, 0, 0, 0, 0, 8, 0])
    expect(accountIn(bank, account).heldMinor).toBe(0n)
  })

  it('until the day that was named, and the business date is never closed', async () => {
    const { bank } = await setting()
    await bank.cutOver('2026-01-09')
    const world = inMemory(bank, steps)
    expect(await closeDays(world, { until: date('2026-01-06') })).toHaveLength(2)
    expect(await dayEndOf(world)).toMatchObject({ next: date('2026-01-07') })
    expect(await closeDays(world)).toHaveLength(2)
    expect(await closeDays(world)).toEqual([])
    expect(await dayEndOf(world)).toMatchObject({ next: date('2026-01-09') })
  })

  it('a bank whose business date never moved has nothing to close', async () => {
    const { bank } = await setting()
    expect(await closeDays(inMemory(bank, steps))).toEqual([])
  })

  it('three months come one by one, through the end of February and the change of clocks', async () => {
    const { bank } = await setting()
    const closed = await liveThrough(inMemory(bank, steps), date('2026-04-05'))
    expect(closed).toHaveLength(90)
    expect(closed.at(-1)?.day).toBe('2026-04-04')
    expect(bank.writer.head.businessDate.toString()).toBe('2026-04-05')
    expect(
      closed.flatMap(({ steps: [, sent] }) => sent?.subjects ?? 0).filter((sent) => sent > 0).length,
    ).toBeGreaterThan(0)
  })
})

describe('what one subject spoils', () => {
  const spoiling =
    (hold: string | undefined) =>
    (moment: 'before' | 'after', command: Command | undefined): void => {
      const { holds = [] } = (command?.payload ?? {}) as { holds?: readonly string[] }
      if (moment === 'before' && hold !== undefined && holds.includes(hold)) throw new Poisonous('a bug')
    }

  it('stands alone in the end, is reported, and stops no other', async () => {
    const { bank, account, holds } = await setting()
    await bank.cutOver('2026-01-13')
    const closed = await closeDays(inMemory(bank, steps, spoiling(holds[4])))
    const last = closed.at(-1)
    expect(last?.steps[0]).toMatchObject({ name: 'hold-expiry', subjects: 8, failed: 1 })
    expect(last?.problems).toEqual([
      { step: 'hold-expiry', payload: JSON.stringify({ day: '2026-01-12', holds: [holds[4]] }), said: 'a bug' },
    ])
    expect(accountIn(bank, account).heldMinor).toBe(100n)
  })

  it('is asked again with the next day, and done once it can be', async () => {
    const { bank, account, holds } = await setting()
    await bank.cutOver('2026-01-13')
    await closeDays(inMemory(bank, steps, spoiling(holds[0])))
    await bank.cutOver('2026-01-14')
    const [next] = await closeDays(inMemory(bank, steps))
    expect(next?.steps[0]).toMatchObject({ subjects: 1, failed: 0 })
    expect(accountIn(bank, account).heldMinor).toBe(0n)
  })
})

it('where a step can be done for nobody the run ends, and goes on when that is mended', async () => {
  const { bank, account } = await setting()
  for (let i = 0; i < 20; i += 1) await bank.do('hold.place', { from: String(account), amount: eur(100) })
  await bank.cutOver('2026-01-13')
  let broken = true
  const breaks = (moment: 'before' | 'after', command: Command | undefined): void => {
    if (broken && moment === 'before' && command?.kind === 'hold.expire-due') throw new Poisonous('no account for it')
  }
  const world = inMemory(bank, steps, breaks, 100)
  await expect(closeDays(world)).rejects.toThrow('the step hold-expiry of 2026-01-12 can be done for nobody')
  expect(await dayEndOf(world)).toMatchObject({ next: date('2026-01-12'), open: { done: [] } })
  broken = false
  const [closed] = await closeDays(world)
  expect(closed?.steps[0]).toMatchObject({ subjects: 28, failed: 0 })
  expect(accountIn(bank, account).heldMinor).toBe(0n)
})

it('refusals, however many, end no run: they are answers', async () => {
  const { bank } = await setting()
  await bank.cutOver('2026-01-06')
  const customers = Array.from({ length: 25 }, (_, i) => `10995116${30_000 + i}`)
  const refused: DayEndBank['steps'][number] = {
    name: 'refused',
    command: remind,
    next: async (_sql, _lane, _day, after) =>
      after === undefined
        ? { payloads: customers.map((customer) => ({ customer })), subjects: customers.length, after: 'the end' }
        : undefined,
  }
  const [closed] = await closeDays({ ...inMemory(bank, []), steps: [refused] })
  expect(closed?.steps).toMatchObject([{ name: 'refused', subjects: 25, failed: 25 }])
  expect(closed?.problems[0]).toMatchObject({ step: 'refused', said: 'nothing-to-remind' })
})

describe('a run that ends anywhere is run again', () => {
  class Killed extends Error {}

  /** Lives until the 13th, and is killed at a call of the last close. Gives whether there was such a call. */
  async function killedAt(call: number, moment: 'before' | 'after', spoilt: boolean) {
    const { bank, account, holds } = await setting()
    await bank.cutOver('2026-01-13')
    const spoils = (command: Command | undefined): boolean =>
      spoilt && ((command?.payload ?? {}) as { holds?: readonly string[] }).holds?.includes(holds[4] ?? '') === true
    await closeDays(inMemory(bank, steps), { until: date('2026-01-11') })
    let calls = 0
    let dead = false
    const world: DayEndBank = inMemory(bank, steps, (at, command) => {
      if (dead) throw new Killed()
      if (at === moment) {
        calls += 1
        dead = calls === call
      }
      if (dead) throw new Killed()
      if (at === 'before' && spoils(command)) throw new Poisonous('a bug')
    })
    let killed = false
    await closeDays(world).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
      killed = true
    })
    // What was sent before the kill is decided all the same.
    await bank.preview('day.close', { day: '2026-01-12' }, { actor: { role: 'system' } })
    const again = inMemory(bank, steps, (at, command) => {
      if (at === 'before' && spoils(command)) throw new Poisonous('a bug')
    })
    const closed = await closeDays(again)
    return {
      killed,
      decisions: decisionsOf(bank, spoilt),
      heldMinor: accountIn(bank, account).heldMinor,
      closed: closed.map(counted),
    }
  }

  it.each([
    ['before', false],
    ['after', false],
    ['before', true],
    ['after', true],
  ] as const)(
    '%s each of its calls, with the same decisions and books (one subject spoilt: %s)',
    async (moment, spoilt) => {
      const whole = await killedAt(0, moment, spoilt)
      expect(whole.killed).toBe(false)
      expect(whole.heldMinor).toBe(spoilt ? 100n : 0n)
      let calls = 0
      for (let call = 1; ; call += 1) {
        const { killed, decisions, heldMinor } = await killedAt(call, moment, spoilt)
        if (!killed) break
        calls = call
        expect(heldMinor, `killed ${moment} call ${call}`).toBe(whole.heldMinor)
        expect(decisions, `killed ${moment} call ${call}`).toEqual(whole.decisions)
      }
      expect(calls).toBeGreaterThan(12)
    },
  )
})

it('moving on is done once, whoever did it', async () => {
  const { bank } = await setting()
  const world = inMemory(bank, steps)
  await bank.cutOver('2026-01-06')
  await moveOn(world, date('2026-01-06'))
  expect(bank.writer.head.businessDate.toString()).toBe('2026-01-06')
})
