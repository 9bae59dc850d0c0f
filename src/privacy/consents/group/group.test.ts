import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Ask, TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { composeId, type LaneId } from '../../../kernel/ids.ts'
import { settledBy } from '../../../parties/testing/people.ts'
import { withParameter } from '../../../rulebook/altered-pack.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type Chosen, chosenChannel } from '../../switches/rules.ts'
import { chosenBy, switchChanges } from '../changes/rules.ts'
import { Chooser, marksCanBeRead, versionOf } from '../testing/choices.ts'
import { carryingOf } from './commands.ts'
import { choicesOf, isLater } from './rules.ts'

const system = { role: 'system' } as const
const marketing = { role: 'marketing-officer', staff: 'M-01' } as const

/** The same person in two or three entities of the group. */
const known = async (...entities: readonly string[]): Promise<readonly Chooser[]> =>
  Promise.all(entities.map(async (entity) => Chooser.in(await TestBank.open({ entity }))))

/** The payload by which a change goes over, as the choices stand. */
function carried(from: Chooser, decision: DecisionView, to: Chooser): object {
  const change = from.bank.record(switchChanges, Number(decision.facts['change']))
  if (change === undefined || from.switches === undefined) throw new Error('nothing was changed')
  const { register } = from.bank.rulebook.terms(from.bank.writer.head.businessDate)
  const keys = chosenBy(change.act, change.purposes, register)
  return carryingOf(to.subject, change, choicesOf(from.switches, keys, register))
}
const carry = (from: Chooser, decision: DecisionView, to: Chooser, ask: Ask = {}): Promise<DecisionView> =>
  to.bank.do('consent.carry', carried(from, decision, to), { actor: system, ...ask })

/** By when each entity confirms. */
const dueIn = ({ facts }: DecisionView): object =>
  Object.fromEntries(
    ((facts['told'] ?? []) as readonly { kind: string; target: string; confirmBy: string }[]).flatMap(
      ({ kind, target, confirmBy }) => (kind === 'entity' ? [[target, confirmBy]] : []),
    ),
  )

const mayOffer = (chooser: Chooser) => chooser.gate(system, 'direct-marketing', ['email'], { channel: 'email' }).code
const maySegment = (chooser: Chooser) => chooser.gate(marketing, 'advertising', ['segment']).code

clause('LP-V.manage', 'a consent that was given to one entity covers the others, save those it excepts', async () => {
  const [lv, ee, lt] = (await known('lv', 'ee', 'lt')) as [Chooser, Chooser, Chooser]
  const given = await lv.consent('advertising', 'LP', { except: ['lt'] })
  expect(dueIn(given)).toMatchObject({ lv: '2026-01-09', ee: '2026-01-09', lt: '2026-01-09' })
  marksCanBeRead(lv)
  expect([lv, ee, lt].map(maySegment)).toEqual(['permitted', 'consent-missing', 'consent-missing'])
  for (const other of [ee, lt]) {
    const over = await carry(lv, given, other)
    expect(over).toMatchObject({ outcome: 'accepted', facts: { adopted: ['advertising'] } })
    expect(settledBy(over)).toContain('LP-V.manage')
  }
  expect([lv, ee, lt].map(maySegment)).toEqual(['permitted', 'permitted', 'consent-missing'])
  expect(lt.switches?.consents).toMatchObject([{ purpose: 'advertising', except: ['lt'] }])
})

clause('LP-V.manage', 'what is taken back in one entity ends in all, and its record there points here', async () => {
  const [lv, ee] = (await known('lv', 'ee')) as [Chooser, Chooser]
  const given = await lv.consent('advertising', 'LP')
  expect(dueIn(given)).toMatchObject({ lv: '2026-01-09' })
  await carry(lv, given, ee)
  expect(maySegment(ee)).toBe('permitted')
  ee.bank.clock.at = ee.bank.clock.at.add({ minutes: 1 })
  const back = await ee.ask('consent.withdraw', { purpose: 'advertising' })
  const over = await carry(ee, back, lv)
  expect(over).toMatchObject({ outcome: 'accepted', facts: { adopted: ['advertising'] } })
  expect(settledBy(over)).toContain('LP-V.manage')
  marksCanBeRead(ee)
  expect(maySegment(lv)).toBe('consent-missing')
  expect(lv.bank.record(switchChanges, Number(over.facts['change']))).toMatchObject({
    act: 'consent-withdrawn',
    way: 'group',
    evidence: String(back.facts['change']),
    role: 'system',
  })
})

clause('LP-V.manage', 'word goes on to the systems of each entity by the same day, in its own calendar', async () => {
  // 30 April 2026 is a Thursday; 1 May is a holiday in all three, 4 May in Latvia alone.
  const [lv, ee] = await Promise.all(
    ['lv', 'ee'].map(async (entity) => Chooser.in(await TestBank.open({ entity, on: '2026-04-30' }))),
  )
  if (lv === undefined || ee === undefined) throw new Error('nobody')
  const given = await lv.consent('direct-marketing', 'LP')
  expect(dueIn(given)).toMatchObject({ lv: '2026-05-08', ee: '2026-05-07', lt: '2026-05-07' })
  await ee.bank.cutOver('2026-05-04')
  const over = await carry(lv, given, ee)
  expect(over).toMatchObject({ outcome: 'accepted', facts: { adopted: ['direct-marketing'] } })
  expect(settledBy(over)).toContain('LP-V.manage')
  expect(dueIn(over)).toEqual({ ee: '2026-05-07' })
  marksCanBeRead(ee)
})

it('a refusal of offers, a prohibition and the chosen channel hold in all entities', async () => {
  const [lv, ee] = (await known('lv', 'ee')) as [Chooser, Chooser]
  await carry(lv, await lv.consent('direct-marketing', 'LP'), ee)
  await carry(lv, await lv.ask('channel.choose', { channel: 'email' }), ee)
  expect([mayOffer(ee), ee.switches?.channel]).toEqual(['permitted', 'email'])
  const refused = await lv.ask('marketing.refuse')
  expect(await carry(lv, refused, ee)).toMatchObject({ outcome: 'accepted' })
  expect(mayOffer(ee)).toBe('processing-stopped')
  expect(ee.switches?.channel).toBe('email')
  lv.bank.clock.at = lv.bank.clock.at.add({ seconds: 1 })
  await carry(lv, await lv.consent('direct-marketing', 'LP'), ee)
  expect(mayOffer(ee)).toBe('permitted')
})

it('what somebody objects to or has restricted concerns one controller, save direct marketing', async () => {
  const [lv] = (await known('lv')) as [Chooser]
  const { register } = lv.bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  const keysOf = (act: Parameters<typeof chosenBy>[0]) => chosenBy(act, ['claims', 'direct-marketing'], register)
  expect(keysOf('objection-raised')).toEqual(['direct-marketing'])
  expect(keysOf('restriction-set')).toEqual([])
  expect(keysOf('processing-stopped')).toEqual([])
  expect(keysOf('channel-chosen')).toEqual([chosenChannel])
  await lv.ask('objection.raise', { purpose: 'claims' })
  await lv.ask('restriction.set', { ground: 'accuracy' })
  expect(lv.switches?.chosen).toBeUndefined()
  await lv.ask('objection.raise', { purpose: 'direct-marketing' })
  expect(choicesOf(lv.switches as never, ['claims', 'direct-marketing'], register)).toMatchObject([
    { key: 'direct-marketing', stops: [{ ground: 'objection' }] },
  ])
})

it('a choice that goes over leaves alone what concerns the other entity only', async () => {
  const [lv, ee] = (await known('lv', 'ee')) as [Chooser, Chooser]
  await ee.ask('objection.raise', { purpose: 'claims' })
  await ee.ask('restriction.set', { ground: 'accuracy' })
  await carry(lv, await lv.ask('marketing.refuse'), ee)
  const grounds = () => ee.switches?.stops.map(({ purpose, ground }) => `${purpose} ${ground}`).toSorted()
  expect(grounds()).toEqual(expect.arrayContaining(['claims weighing', 'direct-marketing refusal']))
  lv.bank.clock.at = lv.bank.clock.at.add({ seconds: 1 })
  await carry(lv, await lv.consent('direct-marketing', 'LP'), ee)
  expect(grounds()).toContain('claims weighing')
  const refusal = { purpose: 'direct-marketing', ground: 'refusal' }
  expect(ee.switches?.stops).toContainEqual(expect.objectContaining({ ...refusal, yields: true }))
  lv.bank.clock.at = lv.bank.clock.at.add({ seconds: 1 })
  await carry(lv, await lv.ask('consent.withdraw', { purpose: 'direct-marketing' }), ee)
  expect(ee.switches?.stops).toContainEqual({ ...refusal, since: expect.anything() })
  expect(ee.switches?.restrictions).toMatchObject([{ ground: 'accuracy' }])
})

it('members of the group that keep their persons elsewhere hear of changes beside the entities', async () => {
  const group = [{ entity: 'holding', calendar: 'TARGET' }]
  const change = (pack: Pack) => withParameter(pack, 'consent.propagation', 'group', group)
  const lv = await Chooser.in(await TestBank.open({ change }))
  const given = await lv.consent('advertising', 'LP', { except: ['holding'] })
  expect(Object.keys(dueIn(given))).toEqual(['lv', 'ee', 'lt', 'holding'])
  const [plain] = await known('lv')
  expect(await plain?.consent('advertising', 'LP', { except: ['holding'] })).toMatchObject({ code: 'entity-unknown' })
})

it('what is older than the choice here changes nothing, and comes twice without harm', async () => {
  const [lv, ee] = (await known('lv', 'ee')) as [Chooser, Chooser]
  const given = await lv.consent('advertising', 'LP')
  const payload = carried(lv, given, ee)
  const over = () => ee.bank.do('consent.carry', payload, { actor: system })
  expect(await over()).toMatchObject({ facts: { adopted: ['advertising'] } })
  expect(await over()).toMatchObject({ outcome: 'accepted', facts: { adopted: [] } })
  ee.bank.clock.at = ee.bank.clock.at.add({ milliseconds: 1 })
  await ee.ask('consent.withdraw', { purpose: 'advertising' })
  expect(await over()).toMatchObject({ facts: { adopted: [] } })
  expect(maySegment(ee)).toBe('consent-missing')
})

it('nobody but the system carries choices over, and not about somebody who is unknown', async () => {
  const [lv, ee] = (await known('lv', 'ee')) as [Chooser, Chooser]
  const payload = carried(lv, await lv.consent('advertising', 'LP'), ee)
  expect(ee.bank.command('consent.carry', payload, { actor: system }).kind).toBe('consent.carry')
  const stranger = { ...payload, subject: String(Number(ee.subject) + 999) }
  expect(await ee.bank.do('consent.carry', stranger, { actor: system })).toMatchObject({ code: 'party-unknown' })
  expect(versionOf(ee.bank, 'LP')).not.toBe('')
})

/** Choices made at any moment in any lane, and the order in which each lane hears of them. */
const moment = fc.record({
  atMs: fc.integer({ min: 0, max: 6 }),
  change: fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }))
    .map(([lane, number]) => composeId<number>(lane as LaneId, number)),
})
const choices = fc.uniqueArray(moment, { selector: ({ change }) => change, minLength: 1 })

it('all entities come to the same choice, in whatever order they hear of them', () => {
  const last = (heard: readonly Chosen[]) =>
    heard.reduce<Chosen | undefined>((kept, one) => (isLater(one, kept) ? one : kept), undefined)
  fc.assert(
    fc.property(
      choices.chain((all) => fc.tuple(...[1, 2, 3].map(() => fc.shuffledSubarray(all, { minLength: all.length })))),
      (orders) => {
        const [first, ...others] = orders.map(last)
        for (const other of others) expect(other).toEqual(first)
        const latest = Math.max(...(orders[0] ?? []).map(({ atMs }) => atMs))
        expect(first?.atMs).toBe(latest)
      },
    ),
  )
})
