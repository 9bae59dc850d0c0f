import { beforeEach, describe, expect, it } from 'vitest'
import { InFlight, KeyReused, Poisonous, Unavailable } from './errors.ts'
import { LaneLost } from './port.ts'
import type { WriterOptions } from './submission.ts'
import { connectionLost } from './testing/gated-storage.ts'
import { outcomes, PurseLane, settled, turn } from './testing/purse-lane.ts'
import { ask, changePurse, firstHead, lane, makePurse, purseId, startOfTests } from './testing/purses.ts'
import type { LaneWriter } from './writer.ts'

let purseLane: PurseLane
let twin: PurseLane['twin']
let gate: PurseLane['gate']
beforeEach(() => {
  purseLane = new PurseLane()
  ;({ twin, gate } = purseLane)
})
const take = (options?: Partial<WriterOptions>): Promise<LaneWriter> => purseLane.take(options)
const minorOf = (n: number): number | undefined => purseLane.minorOf(n)
const kinds = (): readonly (readonly string[])[] => purseLane.kinds()

describe('batches', () => {
  it('commands of the same moment share one batch, in the order in which they came', async () => {
    const writer = await take()
    const made = [10, 20, 30].map((minor) => writer.submit(makePurse(minor)))
    const answers = await Promise.all(made)
    expect(answers.map(({ decision }) => decision.facts['purse'])).toEqual([1, 2, 3].map(purseId))
    expect(kinds()).toEqual([['purse.make', 'purse.make', 'purse.make']])
  })

  it('the next batch is folded while the last one commits, on what that one did', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    gate.stop('append')
    const first = writer.submit(changePurse(purseId(1), -8))
    await gate.next('append')
    const second = writer.submit(changePurse(purseId(1), -8))
    await turn()
    ;(await gate.next('append')).answer()
    expect((await first).decision.outcome).toBe('accepted')
    ;(await gate.next('append')).answer()
    expect((await second).decision).toMatchObject({ code: 'purse-empty', facts: { minor: 2 } })
    expect(kinds()).toHaveLength(3)
  })

  it('no answer goes out before its batch is durable', async () => {
    const writer = await take()
    gate.stop('append')
    let answered = false
    const done = writer.submit(makePurse(1)).then(() => {
      answered = true
    })
    const append = await gate.next('append')
    append.carryOut()
    await turn()
    expect(answered).toBe(false)
    append.answer()
    await done
  })

  it('a batch holds no more than the maximum; the rest waits for the next', async () => {
    const writer = await take({ maximumBatch: 4 })
    await Promise.all(Array.from({ length: 10 }, () => writer.submit(makePurse(1))))
    expect(kinds().map((batch) => batch.length)).toEqual([4, 4, 2])
  })

  it('a group is not split, and not put into a batch that has no room for it', async () => {
    const writer = await take({ maximumBatch: 4 })
    const single = writer.submit(makePurse(1))
    const group = writer.submitAtomic([1, 2, 3, 4].map((minor) => makePurse(minor)))
    await Promise.all([single, group])
    expect(kinds().map((batch) => batch.length)).toEqual([1, 4])
    await expect(writer.submitAtomic([1, 2, 3, 4, 5].map((one) => makePurse(one)))).rejects.toThrow(RangeError)
    expect(await writer.submitAtomic([])).toEqual([])
  })

  it('batches are chained: each stands on the head that the one before it left', async () => {
    const writer = await take({ maximumBatch: 2, beforeAppend: turn })
    await Promise.all(Array.from({ length: 9 }, (_, i) => writer.submit(makePurse(i))))
    const journal = twin.journal(lane)
    expect(journal.map(({ before }) => before.batch)).toEqual([0, 1, 2, 3, 4])
    for (const [i, { before }] of journal.entries()) {
      const left = i === 0 ? { ...firstHead(), epoch: 1 } : journal[i - 1]?.after
      expect(before).toEqual(left)
    }
    expect(journal.at(-1)?.after.nextNumber).toBe(10)
  })

  it('a clock that is set back does not order batches otherwise than they happened', async () => {
    const times = [0, 5, 3, 9].map((seconds) => startOfTests.add({ seconds }))
    const writer = await take({ now: () => times.shift() ?? startOfTests })
    for (let i = 0; i < 4; i += 1) await writer.submit(makePurse(i))
    const at = twin.journal(lane).map(({ after }) => after.at.since(startOfTests).seconds)
    expect(at).toEqual([0, 5, 5, 9])
  })

  it('as many records as there may be are held, and those of one batch, however busy the writer is', async () => {
    const most = 20
    const batch = 10
    const writer = await take({ maximumRecords: most, maximumBatch: batch, beforeAppend: turn })
    const unknown = Array.from({ length: 150 }, (_, i) => writer.submit(changePurse(purseId(1000 + i), 1)))
    const made = Array.from({ length: 50 }, (_, i) => writer.submit(makePurse(i)))
    let heldAtMost = 0
    let isBusy = true
    const watched = (async () => {
      while (isBusy) {
        heldAtMost = Math.max(heldAtMost, writer.held)
        await turn()
      }
    })()
    const answers = await Promise.all([...unknown, ...made])
    isBusy = false
    await watched
    expect(answers.filter(({ decision }) => decision.code === 'purse-unknown')).toHaveLength(150)
    expect(heldAtMost).toBeGreaterThan(most)
    // A batch that is folding when the bound is reached, and the lane's own record.
    expect(heldAtMost).toBeLessThanOrEqual(most + 2 * batch + 1)
    expect(kinds()).toHaveLength(20)
  })

  it('what a command about many asks for in passing leaves with it, and is loaded as it was left', async () => {
    const made = await take()
    for (let i = 1; i <= 60; i += 1) await made.submit(makePurse(i))
    const writer = await take({ maximumRecords: 80 })
    const parts = Array.from({ length: 6 }, (_, n) => Array.from({ length: 10 }, (_, i) => purseId(10 * n + i + 1)))
    for (const turn of [1, 2])
      for (const purses of parts) {
        const { decision } = await writer.submit(ask('purse.sweep', { purses, by: turn }))
        expect(decision.facts).toEqual({ changed: 10 })
        // Those of two parts, and the lane's own.
        expect(writer.held).toBeLessThanOrEqual(21 + 10)
      }
    expect((await writer.submit(changePurse(purseId(60), 0))).decision.facts).toEqual({ minor: 63 })
    expect(minorOf(7)).toBe(10)
  })

  it('a batch that changes much is full before it has as many commands as it may', async () => {
    const made = await take()
    await Promise.all(Array.from({ length: 1000 }, (_, i) => made.submit(makePurse(i))))
    const writer = await take({ maximumBatch: 100 })
    gate.stop('append')
    const purses = Array.from({ length: 1000 }, (_, i) => purseId(i + 1))
    const sweep = () => writer.submit(ask('purse.sweep', { purses: [...purses, ...purses], by: 1 }))
    const all = [sweep(), turn().then(sweep), turn().then(turn).then(sweep)]
    for (let i = 0; i < 3; i += 1) (await gate.next('append')).answer()
    const answers = await Promise.all(all)
    expect(answers.map(({ decision }) => decision.outcome)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(kinds().slice(-3)).toEqual([['purse.sweep'], ['purse.sweep'], ['purse.sweep']])
  })

  it('no more are taken than twenty full batches; what was taken is done, and then there is room again', async () => {
    const writer = await take({ maximumBatch: 2 })
    const all = Array.from({ length: 41 }, () => writer.submit(makePurse(1)))
    const done = await outcomes(all)
    expect(done.slice(0, 40).every((one) => one === 'resolved')).toBe(true)
    expect(done[40]).toBe('Unavailable')
    expect((await writer.submit(makePurse(1))).repeated).toBe(false)
  })

  it('records are dropped when there are too many, and loaded anew', async () => {
    const writer = await take({ maximumRecords: 3 })
    for (let i = 1; i <= 6; i += 1) await writer.submit(makePurse(i))
    const { decision } = await writer.submit(changePurse(purseId(1), 5))
    expect(decision.facts).toEqual({ minor: 6 })
    expect((await writer.submit(makePurse(7))).decision.facts).toEqual({ purse: purseId(7) })
  })
})

describe('keys', () => {
  it('the same key and body give the stored decision again, a refusal too', async () => {
    const writer = await take()
    const made = await writer.submit(makePurse(10, 'a'))
    const refused = await writer.submit(changePurse(purseId(1), -11, 'b'))
    expect(await writer.submit(makePurse(10, 'a'))).toEqual({ ...made, repeated: true })
    expect(await writer.submit(changePurse(purseId(1), -11, 'b'))).toEqual({ ...refused, repeated: true })
    expect(kinds()).toHaveLength(2)
  })

  it('the same key with another body is told apart', async () => {
    const writer = await take()
    await writer.submit(makePurse(10, 'a'))
    await expect(writer.submit(makePurse(11, 'a'))).rejects.toBeInstanceOf(KeyReused)
    await expect(writer.submit({ ...makePurse(10, 'a'), actor: { role: 'operator' } })).rejects.toThrow(KeyReused)
    await expect(writer.submit({ ...makePurse(10, 'a'), client: 'other' })).resolves.toMatchObject({ repeated: false })
  })

  it('of many at once with one key one is carried out and the others are told that it is under way', async () => {
    const writer = await take()
    const all = Array.from({ length: 50 }, () => writer.submit(makePurse(10, 'a')))
    const done = await outcomes(all)
    expect(done.filter((one) => one === 'resolved')).toHaveLength(1)
    expect(done.filter((one) => one === 'InFlight')).toHaveLength(49)
    expect(kinds()).toEqual([['purse.make']])
    expect((await writer.submit(makePurse(10, 'a'))).repeated).toBe(true)
  })

  it('a key is free again after its command failed', async () => {
    const writer = await take()
    await expect(writer.submit(ask('purse.faulty', { purse: purseId(1) }, 'a'))).rejects.toThrow(Poisonous)
    expect((await writer.submit(makePurse(1, 'a'))).repeated).toBe(false)
  })

  it('a preview uses no key up', async () => {
    const writer = await take()
    await writer.preview(makePurse(1, 'a'))
    expect((await writer.submit(makePurse(2, 'a'))).repeated).toBe(false)
  })

  it('a group in which a key stands twice is not carried out, and its other keys are free again', async () => {
    const writer = await take()
    await expect(writer.submitAtomic([makePurse(1, 'a'), makePurse(2, 'b'), makePurse(3, 'a')])).rejects.toThrow(
      InFlight,
    )
    expect((await writer.submit(makePurse(1, 'a'))).repeated).toBe(false)
  })
})

describe('groups', () => {
  it('when one of a group is refused, the others are refused with it and nothing is changed', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    const answers = await writer.submitAtomic([
      changePurse(purseId(1), -8, 'a'),
      makePurse(5),
      changePurse(purseId(1), -8),
    ])
    expect(answers.map(({ decision }) => decision.code)).toEqual(['group-undone', 'group-undone', 'purse-empty'])
    expect(minorOf(1)).toBe(10)
    expect((await writer.submit(makePurse(7))).decision.facts).toEqual({ purse: purseId(2) })
    expect((await writer.submit(changePurse(purseId(1), -8, 'a'))).decision.code).toBe('group-undone')
  })

  it('a group that throws leaves no trace, whatever of it was folded before', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    const group = [changePurse(purseId(1), -8), makePurse(3), ask('purse.faulty', { purse: purseId(1) })]
    const [undone, neighbour] = await Promise.all([
      settled(writer.submitAtomic(group)),
      writer.submit(changePurse(purseId(1), -9)),
    ])
    expect(undone).toContain('Poisonous')
    expect(neighbour.decision.facts).toEqual({ minor: 1 })
    expect((await writer.submit(makePurse(7))).decision.facts).toEqual({ purse: purseId(2) })
  })

  it('a group sent again gives its stored decisions', async () => {
    const writer = await take()
    const group = [makePurse(1, 'a'), makePurse(2, 'b')]
    const first = await writer.submitAtomic(group)
    expect(await writer.submitAtomic(group)).toEqual(first.map((one) => ({ ...one, repeated: true })))
    await expect(writer.submitAtomic([makePurse(1, 'a'), makePurse(2, 'c')])).rejects.toThrow(KeyReused)
  })
})

describe('previews', () => {
  it('say what a command would do and leave everything as it was', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    const { head } = writer
    const wanted = await writer.preview(changePurse(purseId(1), -8))
    expect(wanted).toMatchObject({ outcome: 'accepted', facts: { minor: 2 } })
    expect(await writer.preview(changePurse(purseId(1), -8))).toMatchObject({ facts: { minor: 2 } })
    expect(writer.head).toEqual(head)
    expect(kinds()).toHaveLength(1)
    expect((await writer.submit(changePurse(purseId(1), -8))).decision.facts).toEqual(wanted.facts)
  })

  it('give out no ids for good', async () => {
    const writer = await take()
    expect((await writer.preview(makePurse(1))).facts).toEqual({ purse: purseId(1) })
    expect((await writer.submit(makePurse(1))).decision.facts).toEqual({ purse: purseId(1) })
  })

  it('between commands of one batch see those before them and none of those after', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    const [, seen, , refused] = await Promise.all([
      writer.submit(changePurse(purseId(1), -3)),
      writer.preview(changePurse(purseId(1), 0)),
      writer.submit(changePurse(purseId(1), -3)),
      writer.preview(changePurse(purseId(1), -5)),
    ])
    expect(seen.facts).toEqual({ minor: 7 })
    expect(refused.code).toBe('purse-empty')
  })

  it('are not answered by a writer that was fenced off: its state may be stale', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    await take()
    await expect(writer.preview(changePurse(purseId(1), -8))).rejects.toThrow(LaneLost)
  })

  it('do not end the writer when the database is away for a moment', async () => {
    const writer = await take()
    gate.stop('head')
    const preview = settled(writer.preview(makePurse(1)))
    ;(await gate.next('head')).fail(connectionLost())
    ;(await gate.next('head')).answer()
    expect(await preview).toBe('resolved')
    gate.stop()
    expect((await writer.submit(makePurse(1))).repeated).toBe(false)
  })
})

describe('the end', () => {
  it('what was submitted is finished, and nothing more is taken', async () => {
    const writer = await take()
    gate.stop('append')
    const made = writer.submit(makePurse(1))
    const append = await gate.next('append')
    const closed = writer.close()
    await expect(writer.submit(makePurse(2))).rejects.toThrow(Unavailable)
    append.answer()
    await closed
    expect((await made).decision.outcome).toBe('accepted')
  })

  it('a writer whose lane was taken stores nothing, whatever it had folded', async () => {
    const first = await take()
    await first.submit(makePurse(10))
    gate.stop('append')
    const stale = settled(first.submit(changePurse(purseId(1), -10)))
    const append = await gate.next('append')
    const next = settled(first.submit(changePurse(purseId(1), 5)))
    await turn()
    gate.stop()
    const second = await take()
    await second.submit(changePurse(purseId(1), -9))
    append.answer()
    expect([await stale, await next]).toEqual([expect.stringMatching(/^LaneLost/), expect.stringMatching(/^LaneLost/)])
    expect(minorOf(1)).toBe(1)
    expect((await second.submit(changePurse(purseId(1), -10))).decision.code).toBe('purse-empty')
  })
})
