import { beforeEach, describe, expect, it } from 'vitest'
import { DatabaseRefused, LaneLost } from './port.ts'
import { connectionLost } from './testing/gated-storage.ts'
import { outcomes, PurseLane, settled, turn } from './testing/purse-lane.ts'
import { changePurse, makePurse, mostMinor, purseId } from './testing/purses.ts'
import type { LaneWriter } from './writer.ts'

let purses: PurseLane
let gate: PurseLane['gate']
let writer: LaneWriter
beforeEach(async () => {
  purses = new PurseLane()
  ;({ gate } = purses)
  writer = await purses.take({ maximumBatch: 2 })
})

/** Two full batches on their way, and one more command behind them, decided on top of both. */
async function twoAndOneMore(first = makePurse(1)) {
  gate.stop('append')
  const answers = [first, makePurse(2), makePurse(3), makePurse(4), makePurse(5)].map((one) => writer.submit(one))
  for (let i = 0; i < 5; i += 1) await turn()
  const [one, two, ...others] = gate.waiting
  if (one === undefined || two === undefined) throw new Error('two batches are on their way')
  expect(others).toEqual([])
  return { one, two, answers, done: outcomes(answers) }
}
const made = (...sizes: readonly number[]) => sizes.map((size) => Array(size).fill('purse.make'))

describe('a full batch is sent behind one that is on its way', () => {
  it('and no third; each stands on the one before it', async () => {
    const { one, two, done } = await twoAndOneMore()
    expect(two.batch?.before).toEqual(one.batch?.after)
    one.answer()
    two.answer()
    await turn()
    gate.waiting[0]?.answer()
    expect(await done).toEqual(Array(5).fill('resolved'))
    expect(purses.kinds()).toEqual(made(2, 2, 1))
  })

  it('one that is not full waits: its commands share the next commit', async () => {
    gate.stop('append')
    const all = [1, 2, 3].map((minor) => writer.submit(makePurse(minor)))
    await gate.next('append')
    await turn()
    expect(gate.waiting).toHaveLength(1)
    const late = writer.submit(makePurse(4))
    await turn()
    const [first, second] = gate.waiting
    first?.answer()
    second?.answer()
    await Promise.all([...all, late])
    expect(purses.kinds()).toEqual(made(2, 2))
  })

  it('no answer of the second goes out before the first is known to be durable', async () => {
    const { one, two, answers } = await twoAndOneMore()
    const heard: number[] = []
    for (const [i, answer] of answers.entries()) void answer.then(() => heard.push(i))
    one.carryOut()
    two.answer()
    await turn()
    expect(heard).toEqual([])
    one.answer()
    await turn()
    expect(heard).toEqual([0, 1, 2, 3])
    gate.waiting[0]?.answer()
    await answers[4]
  })

  it('the first refused: the second is not stored, and decided anew', async () => {
    const { one, two, done } = await twoAndOneMore(makePurse(mostMinor + 1))
    gate.stop()
    one.answer()
    two.answer()
    expect(await done).toEqual(['Poisonous', 'resolved', 'resolved', 'resolved', 'resolved'])
    expect([1, 2, 3, 4].map((n) => purses.minorOf(n))).toEqual([2, 3, 4, 5])
  })

  it('the second refused: the first stands, and the neighbours of the command at fault are decided anew', async () => {
    gate.stop('append')
    const done = outcomes([1, 2, mostMinor + 1, 4].map((minor) => writer.submit(makePurse(minor))))
    for (let i = 0; i < 5; i += 1) await turn()
    const [one, two] = gate.waiting
    gate.stop()
    one?.carryOut()
    two?.answer()
    await turn()
    expect(purses.kinds()).toEqual(made(2))
    one?.answer()
    expect(await done).toEqual(['resolved', 'resolved', 'Poisonous', 'resolved'])
    expect([1, 2, 3].map((n) => purses.minorOf(n))).toEqual([1, 2, 4])
  })

  it('a second that comes to the database after the first was refused and made anew is not let in by its number', async () => {
    const { one, two, done } = await twoAndOneMore()
    one.fail(new DatabaseRefused('violates check constraint'))
    await turn()
    const anew = gate.waiting.find((append) => append !== two)
    expect(anew?.batch?.after.batch).toBe(two.batch?.before.batch)
    anew?.carryOut()
    two.carryOut()
    await turn()
    expect(purses.kinds()).toEqual(made(1))
    gate.stop()
    for (const append of [...gate.waiting]) append.answer()
    expect(await done).toEqual(Array(5).fill('resolved'))
    expect(purses.kinds().flat()).toHaveLength(5)
  })
})

describe('the connection lost with two batches on their way', () => {
  it.each([
    ['neither was stored', 0],
    ['the first was stored', 1],
    ['both were stored', 2],
  ])('and %s: each command is carried out, once', async (_what, stored) => {
    const { one, two, done } = await twoAndOneMore()
    if (stored > 0) one.carryOut()
    if (stored > 1) two.carryOut()
    await turn()
    gate.stop()
    // Whichever of the two is told first.
    two.fail(connectionLost())
    await turn()
    one.fail(connectionLost())
    expect(await done).toEqual(Array(5).fill('resolved'))
    expect(purses.kinds()).toEqual(made(2, 2, 1))
  })

  it('and the first attempts at both got through behind the back of the second ones', async () => {
    const { one, two, done } = await twoAndOneMore()
    one.fail(connectionLost())
    two.fail(connectionLost())
    const again = await gate.next('append')
    one.carryOut()
    two.carryOut()
    await turn()
    gate.stop()
    again.answer()
    expect(await done).toEqual(Array(5).fill('resolved'))
    expect(purses.kinds()).toEqual(made(2, 2, 1))
  })

  it('and the lane taken meanwhile: everyone is told, and nothing of either is stored', async () => {
    const { one, two, answers } = await twoAndOneMore()
    const told = Promise.all(answers.map(settled))
    await purses.take()
    one.fail(connectionLost())
    two.answer()
    for (const one of await told) expect(one).toContain('LaneLost')
    expect(writer.ended).toBeInstanceOf(LaneLost)
    expect(purses.kinds()).toEqual([])
  })
})

it('a preview behind a batch on its way is told only if that one was stored', async () => {
  gate.stop('append')
  const first = settled(writer.submit(makePurse(10)))
  const append = await gate.next('append')
  // Two, so that their batch is full and goes behind the other.
  const previews = [1, 2].map(() => settled(writer.preview(changePurse(purseId(1), -1))))
  await turn()
  await purses.take()
  append.answer()
  expect(await first).toContain('LaneLost')
  for (const preview of await Promise.all(previews)) expect(preview).toContain('LaneLost')
})
