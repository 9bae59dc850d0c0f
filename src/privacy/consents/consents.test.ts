import { expect, it } from 'vitest'
import { TestBank, teller } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { type DeadlineKey, deadlines } from '../../kernel/deadline.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { type SwitchChange, switchChanges } from './changes/rules.ts'
import { type Propagation, propagations } from './propagation/rules.ts'
import { Chooser, marksCanBeRead, versionOf } from './testing/choices.ts'

const open = async (on = '2026-01-05') => Chooser.in(await TestBank.open({ on }))
const system = { role: 'system' } as const

/** What was kept of a decision's change. */
const changeOf = ({ bank }: Chooser, facts: object): SwitchChange | undefined =>
  bank.record(switchChanges, Number((facts as { change?: string }).change))

/** The words that a change sent to other systems. */
const wordsOf = ({ bank }: Chooser, facts: object): readonly Propagation[] =>
  ((facts as { told?: readonly { propagation: string }[] }).told ?? []).flatMap(
    (one) => bank.record(propagations, Number(one.propagation)) ?? [],
  )

it('what is asked wrongly is refused in the published order', async () => {
  const liga = await open()
  const asked = async (purpose: string, more: object = {}, actor = liga.self) =>
    (await liga.consent(purpose, 'LP', more, { actor })).code
  expect(await asked('nothing')).toBe('purpose-not-registered')
  expect(await asked('payment')).toBe('consent-not-asked')
  expect(await asked('direct-marketing', { except: ['se'] })).toBe('entity-unknown')
  expect(await asked('direct-marketing', { recipients: ['nobody'] })).toBe('recipient-not-on-consent')
  expect(await asked('direct-marketing', { way: 'phone' }, teller)).toBe('way-not-offered')
  expect(await asked('direct-marketing', {}, teller)).toBe('evidence-missing')
  expect(await asked('direct-marketing', { version: '2001-01-01' })).toBe('wording-not-in-force')
  expect(await asked('remote-identification')).toBe('consent-not-explicit')
  const janis = await Chooser.in(liga.bank, 'janis')
  expect(await asked('direct-marketing', {}, janis.self)).toBe('subject-not-concerned')
  const nobody = new Chooser(liga.bank, 1_099_511_999_999 as typeof liga.subject)
  expect((await nobody.tell('consent.withdraw', { purpose: 'direct-marketing' })).code).toBe('party-unknown')
})

it('a consent that was taken back from some channels and entities stands for the others', async () => {
  const liga = await open()
  await liga.consent('direct-marketing', 'LP')
  const partly = await liga.ask('consent.withdraw', { purpose: 'direct-marketing', channels: ['phone'] })
  expect(partly).toMatchObject({ outcome: 'accepted', facts: { ends: false } })
  expect(liga.switches?.consents[0]?.channels).toEqual(['email', 'sms', 'post', 'internet-bank', 'event'])
  const rest = liga.switches?.consents[0]?.channels
  expect(await liga.ask('consent.withdraw', { purpose: 'direct-marketing', channels: rest })).toMatchObject({
    facts: { ends: true },
  })
  expect(liga.switches?.consents).toEqual([])
})

it('what was not given is not taken back, and nothing changes', async () => {
  const liga = await open()
  await liga.consent('direct-marketing', 'LP', { channels: ['email'], except: ['ee'] })
  const before = liga.switches
  const take = async (more: object) =>
    (await liga.ask('consent.withdraw', { purpose: 'direct-marketing', ...more })).code
  expect(await take({ entities: ['lv', 'nowhere'] })).toBe('entity-unknown')
  expect(await take({ channels: ['phone', 'post'] })).toBe('consent-missing')
  expect(await take({ entities: ['ee'] })).toBe('consent-missing')
  expect(liga.switches).toEqual(before)
  expect(await take({ channels: ['phone', 'email'] })).toBeNull()
  expect(liga.switches?.consents).toEqual([])
})

const marketing = { role: 'marketing-officer', staff: 'M-01' } as const

clause('LP-V.recall', 'what rested on a consent stops the moment it is taken back, and its data go', async () => {
  const liga = await open()
  const segments = () => liga.gate(marketing, 'advertising', ['segment'])
  await liga.consent('advertising', 'LP')
  expect(segments().code).toBe('permitted')
  const taken = await liga.ask('consent.withdraw', { purpose: 'advertising' })
  expect(taken).toMatchObject({ outcome: 'accepted', facts: { ends: true } })
  expect(settledBy(taken)).toContain('LP-V.recall')
  expect(taken.facts['goes']).toContainEqual({ category: 'segments', heldBy: 'consent' })
  expect(liga.switches?.consents).toEqual([])
  const stopped = segments()
  expect(stopped.code).toBe('consent-missing')
  expect(stopped.cited.settled[0]).toMatchObject({ document: 'LP', clause: 'V.recall' })
})

clause('LP-V.recall', 'the answer says which data stay, and on which ground', async () => {
  const liga = await open()
  await liga.consent('advertising', 'LP')
  const taken = await liga.ask('consent.withdraw', { purpose: 'advertising' })
  expect(settledBy(taken)).toContain('LP-V.recall')
  const stays = taken.facts['stays'] as readonly { category: string; grounds: readonly { basis: string }[] }[]
  expect(stays.find(({ category }) => category === 'name')?.grounds ?? []).toContainEqual(
    expect.objectContaining({ basis: 'legitimate-interest', clause: 'LP-II.advertising' }),
  )
  expect(taken.facts['goes']).toContainEqual({ category: 'segments', heldBy: 'consent' })
  expect(liga.gate(marketing, 'advertising', ['name']).code).toBe('permitted')
  const gone = liga.gate(marketing, 'advertising', ['segment'])
  expect([gone.code, gone.cited.settled[0]?.clause]).toEqual(['consent-missing', 'V.recall'])
})

clause('LP-V.manage', 'consents are given in the internet bank or at a service unit, and in no other way', async () => {
  const liga = await open()
  const own = await liga.consent('direct-marketing', 'LP')
  expect(own).toMatchObject({ outcome: 'accepted', facts: { way: 'internet-bank' } })
  expect(settledBy(own)).toContain('LP-V.manage')
  const asked = { purpose: 'direct-marketing', version: versionOf(liga.bank, 'LP'), language: 'lv' }
  const unit = await liga.tell('consent.give', { ...asked, evidence: 'A-2026-1' })
  expect(unit).toMatchObject({ outcome: 'accepted', facts: { way: 'unit' } })
  const phoned = await liga.tell('consent.give', { ...asked, way: 'phone', evidence: 'A-2026-2' })
  expect(phoned).toMatchObject({ code: 'way-not-offered' })
  const word = wordsOf(liga, own.facts)[0]
  expect([word?.target, String(word?.due)]).toEqual(['lv', '2026-01-09'])
  marksCanBeRead(liga)
})

clause('LP-V.manage', 'a consent covers every entity save those excepted, and binds the gate at once', async () => {
  const liga = await open()
  const segments = () => liga.gate(marketing, 'advertising', ['segment']).code
  expect(segments()).toBe('consent-missing')
  expect(settledBy(await liga.consent('advertising', 'LP', { except: ['lv'] }))).toContain('LP-V.manage')
  expect(segments()).toBe('consent-missing')
  const all = await liga.consent('advertising', 'LP')
  expect(liga.switches?.consents).toMatchObject([{ except: [] }])
  expect(segments()).toBe('permitted')
  // 6 January is a holiday in none of the three; each system is told by itself.
  expect(
    wordsOf(liga, all.facts).flatMap(({ kind, target, due }) => (kind === 'entity' ? [[target, String(due)]] : [])),
  ).toEqual([
    ['lv', '2026-01-09'],
    ['ee', '2026-01-09'],
    ['lt', '2026-01-09'],
  ])
  marksCanBeRead(liga)
})

clause('LP-V.manage', 'each system confirms within four of its own working days, and is late after them', async () => {
  // 30 April 2026 is a Thursday; 1 and 4 May are holidays in Latvia.
  const liga = await open('2026-04-30')
  const given = await liga.consent('direct-marketing', 'LP')
  expect(settledBy(given)).toContain('LP-V.manage')
  const word = wordsOf(liga, given.facts).find(({ kind, target }) => kind === 'entity' && target === 'lv')
  expect(word?.due.toString()).toBe('2026-05-08')
  // Only 1 May is a holiday in Estonia.
  expect(
    wordsOf(liga, given.facts)
      .find(({ target }) => target === 'ee')
      ?.due.toString(),
  ).toBe('2026-05-07')
  const key = `2026-05-08 consent-propagation ${word?.propagation}` as DeadlineKey
  expect(liga.bank.record(deadlines, key)).toBe('set')
  const again = await liga.consent('direct-marketing', 'LP')
  const other = wordsOf(liga, again.facts).find(({ target }) => target === 'lv')
  const confirm = (one: Propagation | undefined) =>
    liga.bank.do('consent.confirm', { propagation: String(one?.propagation) }, { actor: system })
  await liga.bank.cutOver('2026-05-08')
  expect(await confirm(word)).toMatchObject({ outcome: 'accepted', facts: { late: false } })
  expect(liga.bank.record(deadlines, key)).toBe('cleared')
  expect(await confirm(word)).toMatchObject({ code: 'propagation-confirmed' })
  await liga.bank.cutOver('2026-05-09')
  marksCanBeRead(liga)
  expect(await confirm(other)).toMatchObject({ outcome: 'accepted', facts: { late: true } })
})

clause(
  'LP-VII.withdraw',
  'consent is taken back at a unit or in the internet bank, and what was done stays lawful',
  async () => {
    const liga = await open()
    const given = await liga.consent('direct-marketing', 'LP')
    const phoned = await liga.tell('consent.withdraw', { purpose: 'direct-marketing', way: 'phone' })
    expect(phoned).toMatchObject({ code: 'way-not-offered' })
    const unit = await liga.tell('consent.withdraw', { purpose: 'direct-marketing', way: 'unit' })
    expect(unit).toMatchObject({ outcome: 'accepted', facts: { ends: true } })
    expect(settledBy(unit)).toContain('LP-VII.withdraw')
    // What was given before stays on record as it was.
    expect(changeOf(liga, given.facts)).toMatchObject({ act: 'consent-given', way: 'internet-bank' })
    await liga.consent('direct-marketing', 'LP')
    expect(await liga.ask('consent.withdraw', { purpose: 'direct-marketing' })).toMatchObject({ outcome: 'accepted' })
    expect(liga.switches?.consents).toEqual([])
  },
)

clause(
  'LP-I.2.biometric-consent',
  'a face is used only after express consent to that way, and another is offered',
  async () => {
    const liga = await open()
    const recognised = () => liga.gate(system, 'remote-identification', ['biometric']).code
    expect(recognised()).toBe('condition-missing')
    const plain = await liga.consent('remote-identification', 'LP')
    expect(plain).toMatchObject({
      code: 'consent-not-explicit',
      facts: { alternatives: ['service-unit', 'internet-bank'] },
    })
    expect(settledBy(plain)).toContain('LP-I.2.biometric-consent')
    expect(liga.switches).toBeUndefined()
    const express = await liga.consent('remote-identification', 'LP', { explicit: true })
    expect(express).toMatchObject({ outcome: 'accepted', facts: { alternatives: ['service-unit', 'internet-bank'] } })
    expect(settledBy(express)).toContain('LP-I.2.biometric-consent')
    expect(liga.switches?.consents).toMatchObject([{ purpose: 'remote-identification', explicit: true }])
    expect(recognised()).toBe('permitted')
  },
)
