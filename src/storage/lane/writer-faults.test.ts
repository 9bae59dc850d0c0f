import { beforeEach, describe, expect, it } from 'vitest'
import { need } from '../../kernel/state.ts'
import { type AnyCommandKind, Catalogue } from '../command.ts'
import { Unavailable } from './errors.ts'
import { DatabaseRefused, LaneLost, type Sealer } from './port.ts'
import type { WriterOptions } from './submission.ts'
import { connectionLost } from './testing/gated-storage.ts'
import { outcomes, PurseLane, settled, turn } from './testing/purse-lane.ts'
import {
  ask,
  changePurse,
  lane,
  makePurse,
  mostMinor,
  openSealer,
  type Purse,
  purseCatalogue,
  purseId,
  purseRules,
  purses,
} from './testing/purses.ts'
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

/** The catalogue, but that the senseless command tells this of its needs. */
const catalogueWith = (needs: AnyCommandKind['needs']): Catalogue =>
  new Catalogue(purseCatalogue.all().map((kind) => (kind.kind === 'purse.senseless' ? { ...kind, needs } : kind)))
let asked = 0
const needsWithoutEnd: AnyCommandKind['needs'] = () => {
  asked += 1
  return [need(purses, purseId(500 + asked))]
}

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

  it('a writer that was fenced off does not call a poison what only its stale state cannot carry out', async () => {
    const writer = await take()
    await writer.submit(makePurse(10))
    await take()
    expect(await settled(writer.submit(ask('purse.faulty', { purse: purseId(1) })))).toContain('LaneLost')
  })

  it.each([
    ['throws when it tells what it needs', purseCatalogue],
    ['asks for more and more', catalogueWith(needsWithoutEnd)],
  ])('a command that %s now, and was carried out earlier, is given its answer', async (_what, now) => {
    const once = ask('purse.senseless', {}, 'a')
    const former = await take({ rules: { ...purseRules(), catalogue: catalogueWith(() => []) } })
    const { decision } = await former.submit(once)
    const writer = await take({ rules: { ...purseRules(), catalogue: now } })
    expect(await writer.submit(once)).toEqual({ decision, repeated: true })
    expect(await settled(writer.submit(ask('purse.senseless', {}, 'b')))).toMatch(/^Poisonous/)
  })

  it('a command whose records the database refuses to look for, and that was carried out earlier, is given its answer', async () => {
    const once = changePurse(purseId(7), 1, 'a')
    await (await take()).submit(once)
    const writer = await take()
    gate.stop('load')
    const again = writer.submit(once)
    ;(await gate.next('load')).fail(new DatabaseRefused('out of range'))
    expect((await again).repeated).toBe(true)
    const other = settled(writer.submit(changePurse(purseId(8), 1, 'b')))
    ;(await gate.next('load')).fail(new DatabaseRefused('out of range'))
    expect(await other).toMatch(/^Poisonous/)
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
