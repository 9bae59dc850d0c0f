import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryLaneStorage } from './memory.ts'
import { type Batch, DatabaseRefused, LaneLost, type Sealer } from './port.ts'
import { connectionLost, GatedStorage } from './testing/gated-storage.ts'
import {
  ask,
  changePurse,
  firstHead,
  lane,
  makePurse,
  mostMinor,
  openSealer,
  type Purse,
  purseId,
  purses,
  startOfTests,
  takePurses,
} from './testing/purses.ts'
import { InFlight, KeyReused, type LaneWriter, Poisonous, Unavailable } from './writer.ts'
import type { WriterOptions } from './submission.ts'

/** The twin with the database's own check: a purse holds at most so much. */
class CheckingStorage extends MemoryLaneStorage {
  override append(batch: Batch): Promise<void> {
    const refused = batch.steps.get(purses)?.some(({ after }) => (after as Purse).minor > mostMinor)
    return refused ? Promise.reject(new DatabaseRefused('violates check constraint')) : super.append(batch)
  }
}

let twin: MemoryLaneStorage
let gate: GatedStorage
beforeEach(() => {
  twin = new CheckingStorage()
  twin.open(firstHead())
  gate = new GatedStorage(twin)
})

const take = (options: Partial<WriterOptions> = {}): Promise<LaneWriter> =>
  takePurses(gate, { sleep: async () => {}, ...options })
const minorOf = (n: number): number | undefined => (twin.records(lane, 'purse').get(purseId(n)) as Purse)?.minor
const kinds = (): readonly (readonly string[])[] =>
  twin.journal(lane).map(({ decisions }) => decisions.map(({ kind, code }) => `${kind}${code ? ` ${code}` : ''}`))
const settled = (promise: Promise<unknown>): Promise<'resolved' | string> =>
  promise.then(
    () => 'resolved',
    (error: Error) => `${error.name}: ${error.message}`,
  )
const outcomes = (promises: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  Promise.all(promises.map(async (one) => (await settled(one)).replace(/:.*/, '')))
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

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
    await expect(writer.submitAtomic([makePurse(1, 'a'), makePurse(2, 'b'), makePurse(3, 'a')])).rejects.toThrow(InFlight)
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

describe('poison', () => {
  const poison = (key?: string) => makePurse(mostMinor + 1, key)
  const crowd = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1)

  it.each([
    ['that throws while it is decided', ask('purse.faulty', { purse: purseId(1) })],
    ['that reads what it did not ask for', ask('purse.forgetful', { purse: purseId(900) })],
    ['that cannot tell what it needs', ask('purse.senseless', {})],
    ['of a kind that does not exist', ask('purse.imagined', {})],
    ['that the database refuses', poison()],
  ])('a command %s fails alone; its 499 neighbours do not', async (_what, bad) => {
    const writer = await take()
    await writer.submit(makePurse(1000))
    const all = crowd(500).map((i) => settled(writer.submit(i === 250 ? bad : changePurse(purseId(1), 1))))
    const done = await Promise.all(all)
    expect(done[249]).toMatch(/^Poisonous/)
    expect(done.filter((one) => one === 'resolved')).toHaveLength(499)
    expect(minorOf(1)).toBe(1499)
  })

  it('several that the database refuses are each found, and what waited meanwhile is done in its order', async () => {
    const writer = await take({ maximumBatch: 16 })
    const bad = new Set([3, 7, 40])
    const all = crowd(50).map((i) => writer.submit(bad.has(i) ? poison() : makePurse(i)))
    const done = await outcomes(all)
    expect(done.flatMap((one, i) => (one === 'Poisonous' ? [i + 1] : []))).toEqual([...bad])
    const made = [...twin.records(lane, 'purse').values()].map((one) => (one as Purse).minor)
    expect(made).toEqual(crowd(50).filter((i) => !bad.has(i)))
  })

  it('ids that a refused batch gave out are given out again', async () => {
    const writer = await take()
    const [refused, made] = [settled(writer.submit(poison())), writer.submit(makePurse(5))]
    expect(await refused).toContain('Poisonous')
    expect((await made).decision.facts).toEqual({ purse: purseId(1) })
  })

  it('a group that the database refuses is refused as a whole', async () => {
    const writer = await take()
    const [group, single] = await outcomes([
      writer.submitAtomic([makePurse(1), poison(), makePurse(3)]),
      writer.submit(makePurse(4)),
    ])
    expect([group, single]).toEqual(['Poisonous', 'resolved'])
    expect(minorOf(1)).toBe(4)
  })

  it('what was decided on top of a refused batch is decided anew', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    gate.stop('append')
    const refused = settled(writer.submit(changePurse(purseId(1), mostMinor)))
    const first = await gate.next('append')
    const next = writer.submit(changePurse(purseId(1), -11))
    await turn()
    first.answer()
    expect(await refused).toContain('Poisonous')
    ;(await gate.next('append')).answer()
    expect((await next).decision).toMatchObject({ code: 'purse-empty', facts: { minor: 10 } })
  })

  it('a command whose load spans the refusal of another is not taken for a poison', async () => {
    const writer = await take()
    gate.stop('append', 'load')
    // The group makes the first purse in memory, and is refused; meanwhile another purse is being loaded.
    const refused = settled(writer.submitAtomic([makePurse(1), poison()]))
    const append = await gate.next('append')
    const [early, slow] = [writer.submit(changePurse(purseId(1), 1)), writer.submit(changePurse(purseId(9), 1))]
    const load = await gate.next('load')
    append.answer()
    expect(await refused).toContain('Poisonous')
    gate.stop()
    load.answer()
    expect([(await early).decision.code, (await slow).decision.code]).toEqual(['purse-unknown', 'purse-unknown'])
  })

  it('what came before a refused batch is still decided before what came after it', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    gate.stop('append', 'load')
    const first = outcomes([writer.submit(poison()), writer.submit(changePurse(purseId(1), -10))])
    const append = await gate.next('append')
    const late = writer.submit(changePurse(purseId(1), -10))
    const slow = writer.submit(changePurse(purseId(9), 1))
    const load = await gate.next('load')
    append.answer()
    await turn()
    gate.stop()
    load.answer()
    expect(await first).toEqual(['Poisonous', 'resolved'])
    expect((await late).decision.code).toBe('purse-empty')
    await slow
  })
})

describe('details', () => {
  /** A sealer that fails, each time, after so many calls that did not. */
  const failing = (after: { seal?: number; flush?: number }): Sealer => {
    const lost = new Set<string>()
    const left = { seal: Number.POSITIVE_INFINITY, flush: Number.POSITIVE_INFINITY, ...after }
    const count = (name: 'seal' | 'flush') => {
      left[name] -= 1
      if (left[name] === -1) throw new Error('the key store is busy')
    }
    return {
      ...openSealer,
      flush: () => count('flush'),
      seal: (...args) => {
        const plain = String(args[4])
        if (lost.has(plain)) throw new Error('the key store is busy')
        // What cannot be sealed cannot be sealed when it is tried again.
        lost.add(plain)
        count('seal')
        lost.delete(plain)
        return openSealer.seal(...args)
      },
    }
  }
  const detail = { category: 'identity' as const, plain: Buffer.from('Anna Izdoma') }
  const personal = (minor: number, key?: string) => ({
    ...makePurse(minor, key),
    details: [{ ...detail, plain: Buffer.from(`detail of ${minor}`) }],
  })

  it('that cannot be sealed leave nothing of their command behind, and its neighbours whole', async () => {
    const writer = await take({ sealer: failing({ seal: 1 }) })
    const done = outcomes([writer.submit(personal(1)), writer.submit(personal(2)), writer.submit(personal(3))])
    expect(await done).toEqual(['resolved', 'Poisonous', 'resolved'])
    expect(kinds()).toEqual([['purse.make', 'purse.make']])
    expect([minorOf(1), minorOf(2), minorOf(3)]).toEqual([1, 3, undefined])
    expect(twin.journal(lane)[0]?.steps.get(purses)).toHaveLength(2)
  })

  it('of a group that cannot be sealed leave nothing of the whole group behind', async () => {
    const writer = await take({ sealer: failing({ seal: 1 }) })
    const done = outcomes([writer.submitAtomic([personal(1), personal(2)]), writer.submit(personal(3))])
    expect(await done).toEqual(['Poisonous', 'resolved'])
    expect(minorOf(1)).toBe(3)
  })

  it('whose keys cannot be kept for a moment: what was told to have failed is not stored', async () => {
    const writer = await take({ sealer: failing({ flush: 0 }), maximumBatch: 2 })
    const done = await outcomes([writer.submit(personal(1, 'a')), writer.submit(personal(2, 'b'))])
    for (let i = 0; i < 5; i += 1) await turn()
    expect(kinds().flat()).toHaveLength(done.filter((one) => one === 'resolved').length)
  })

  it('whose keys cannot be kept when the batch is sent: the writer ends, and stored nothing', async () => {
    const writer = await take({ sealer: failing({ flush: 0 }) })
    expect(await settled(writer.submit(personal(1)))).toBe('Unavailable: the writer stopped: the key store is busy')
    await expect(writer.submit(personal(2))).rejects.toThrow(Unavailable)
    expect(kinds()).toEqual([])
  })
})

describe('the connection', () => {
  it.each([
    ['before the commit', false],
    ['after the commit', true],
  ])('lost %s: the head tells, and the command is done once', async (_when, committed) => {
    const writer = await take()
    gate.stop('append')
    const made = writer.submit(makePurse(10, 'a'))
    const append = await gate.next('append')
    if (committed) append.carryOut()
    append.fail(connectionLost())
    if (!committed) (await gate.next('append')).answer()
    expect((await made).repeated).toBe(false)
    expect(kinds()).toEqual([['purse.make']])
    gate.stop()
    expect((await writer.submit(makePurse(10, 'a'))).repeated).toBe(true)
  })

  it('lost, with the first attempt committing behind the back of the second: the command is done, once', async () => {
    const writer = await take()
    gate.stop('append')
    const made = settled(writer.submit(makePurse(10)))
    const first = await gate.next('append')
    first.fail(connectionLost())
    const second = await gate.next('append')
    first.carryOut()
    second.answer()
    expect(await made).toBe('resolved')
    expect(kinds()).toEqual([['purse.make']])
  })

  it('lost and the lane taken meanwhile: the writer is at its end and says so to everyone', async () => {
    const writer = await take()
    gate.stop('append')
    const all = outcomes([writer.submit(makePurse(1)), writer.submit(makePurse(2))])
    const append = await gate.next('append')
    const waiting = settled(writer.submit(makePurse(3)))
    await take()
    append.fail(connectionLost())
    expect(await all).toEqual(['LaneLost', 'LaneLost'])
    expect(await waiting).toContain('LaneLost')
    await expect(writer.submit(makePurse(4))).rejects.toThrow(LaneLost)
    expect(writer.ended).toBeInstanceOf(LaneLost)
    expect(writer.queued).toBe(0)
    expect(kinds()).toEqual([])
  })

  it('gone for good: after ten seconds the writer gives up, and says that the fate is unknown', async () => {
    let slept = 0
    const writer = await take({
      sleep: async (ms) => {
        slept += ms
      },
    })
    gate.stop('append', 'head')
    const made = settled(writer.submit(makePurse(1)))
    ;(await gate.next('append')).fail(connectionLost())
    for (let i = 0; i < 10; i += 1) (await gate.next('head')).fail(connectionLost())
    expect(await made).toContain('the database does not answer')
    expect(slept).toBeGreaterThan(5_000)
    expect(slept).toBeLessThan(20_000)
  })

  it.each([['known' as const], ['load' as const]])(
    'lost while reading (%s): nothing was done, the command may be sent again, the writer goes on',
    async (name) => {
      const writer = await take()
      await writer.submit(makePurse(10, 'before'))
      // A key that comes again makes the writer look keys up for a while.
      await writer.submit(makePurse(10, 'before'))
      gate.stop(name)
      const late = settled(writer.submit(changePurse(purseId(5), 1, 'a')))
      ;(await gate.next(name)).fail(connectionLost())
      expect(await late).toMatch(/^Unavailable/)
      gate.stop()
      expect((await writer.submit(changePurse(purseId(5), 1, 'a'))).repeated).toBe(false)
    },
  )

  it('lost while the bytes of the chain are made: nothing was stored, the writer goes on', async () => {
    const writer = await take()
    gate.stop('chainBytes')
    const made = settled(writer.submit(makePurse(1)))
    ;(await gate.next('chainBytes')).fail(connectionLost())
    gate.stop()
    const again = gate.waiting[0]
    again?.answer()
    expect(await made).toBe('resolved')
    expect((await writer.submit(makePurse(2))).decision.facts).toEqual({ purse: purseId(2) })
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
