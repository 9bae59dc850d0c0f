import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectReplayed } from '../../../tests/sound.ts'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import { laneOf } from '../../kernel/ids.ts'
import { registerPerson, told } from '../../parties/testing/people.ts'
import { keptDetailsOf } from '../kept/store.ts'
import { type Objection, objections } from '../objections/rules.ts'
import { objectionsOf, openObjections } from '../objections/store.ts'
import { liftingNotices, noticeKey } from '../restrictions/rules.ts'
import { switches } from '../switches/rules.ts'
import { switchesOf } from '../switches/store.ts'
import { switchChanges } from './changes/rules.ts'
import { PropagationDelivery } from './propagation/delivery/delivery.ts'
import { httpSystems } from './propagation/delivery/http.ts'
import { SystemSimulator } from './propagation/delivery/simulator.ts'
import { openPropagations, standings } from './propagation/store.ts'
import { acceptancesOf, changesOf } from './store.ts'
import { Chooser, notify, officer, writeLetter } from './testing/choices.ts'

let bank: DatabaseBank
let liga: Chooser
beforeAll(async () => {
  bank = await DatabaseBank.open()
  liga = new Chooser(bank as never, await registerPerson(bank.asTestBank, 'liga'))
  // As a bank in memory has it.
  Object.assign(bank, { rulebook: bank.institution.rulebookOf(laneOf(liga.subject)) })
})
afterAll(() => bank.close())

const sql = () => bank.institution.sql
const day = (text: string) => Temporal.PlainDate.from(text)

/** What the gate says of an offer by e-mail, on the real database: from the same moment as a change. */
async function reads(purpose = 'direct-marketing', kinds = ['email'] as const) {
  const { gate, rulebookOf } = bank.institution
  const actor = { role: 'system' } as const
  const request = { actor, purpose, kinds, subjects: [liga.subject], channel: 'email' } as const
  const read = await gate.readFacts(request, rulebookOf(laneOf(liga.subject)).terms(day('2026-01-05')))
  return read.outcome === 'refused' ? read.code : 'permitted'
}

it('the gate obeys from the moment of a change, also after the lane was taken anew', async () => {
  expect(await reads()).toBe('permitted')
  await liga.ask('marketing.refuse')
  expect(await reads()).toBe('processing-stopped')
  await bank.restart()
  expect(await reads()).toBe('processing-stopped')
  await liga.consent('direct-marketing', 'LP', { except: ['ee'], channels: ['email', 'phone'] })
  expect(await reads()).toBe('permitted')
  const [kept] = (await switchesOf(sql(), [liga.subject])).values()
  expect(kept).toEqual(await bank.stored(switches, liga.subject))
  expect(kept).toMatchObject({
    stops: [{ purpose: 'direct-marketing', ground: 'refusal', since: day('2026-01-05'), yields: true }],
    consents: [{ purpose: 'direct-marketing', except: ['ee'], channels: ['email', 'phone'], given: day('2026-01-05') }],
  })
  await liga.ask('restriction.set', { ground: 'accuracy' })
  await liga.ask('consent.withdraw', { purpose: 'direct-marketing' })
  expect(await reads()).toBe('processing-restricted')
})

it('what was shown and given is read back as it was, and nothing else about the person', async () => {
  const changes = await changesOf(sql(), bank.lane, liga.subject, 10)
  expect(changes.map(({ act }) => act)).toEqual([
    'consent-withdrawn',
    'restriction-set',
    'consent-given',
    'marketing-refused',
  ])
  const given = changes[2]
  expect(given).toEqual(await bank.stored(switchChanges, given?.change ?? 0))
  expect(given).toMatchObject({ shown: { document: 'LP', clause: 'V.marketing', language: 'en' }, role: 'customer' })
  await liga.ask('notice.accept', { document: 'LP', version: given?.shown?.version, by: 'accepted' })
  expect(await acceptancesOf(sql(), bank.lane, liga.subject, 5)).toMatchObject([{ document: 'LP', by: 'accepted' }])
})

it('restrictions are lifted after their notice, with what shows it', async () => {
  await liga.ask('restriction.tell', { ground: 'accuracy', evidence: 'L-1' }, { actor: officer })
  await bank.restart()
  await liga.ask('restriction.lift', { ground: 'accuracy' }, { actor: officer })
  expect(await bank.stored(liftingNotices, noticeKey(liga.subject, 'accuracy'))).toMatchObject({
    used: true,
    evidence: 'L-1',
    toldOn: day('2026-01-05'),
  })
  // No longer restricted; what they had refused before they consented, and withdrew, is refused.
  expect(await reads()).toBe('processing-stopped')
})

it('an objection waits on the list until its answer went out, and the reasons are sealed', async () => {
  const raised = await liga.ask('objection.raise', { purpose: 'claims' })
  const [waiting] = await openObjections(sql(), bank.lane, 5)
  expect(waiting).toMatchObject({ purpose: 'claims', subject: liga.subject, answerBy: day('2026-02-05') })
  await bank.restart()
  await liga.ask(
    'objection.answer',
    { objection: String(raised.facts['objection']), outcome: 'overridden' },
    { actor: officer, details: [told('A suit is at hand.', 'correspondence')] },
  )
  expect(await openObjections(sql(), bank.lane, 5)).toMatchObject([{ state: 'overridden', sent: null }])
  await bank.restart()
  const sending = { objection: String(raised.facts['objection']), evidence: 'L-3' }
  expect(await liga.ask('objection.send-answer', sending, { actor: officer })).toMatchObject({ outcome: 'accepted' })
  expect(await openObjections(sql(), bank.lane, 5)).toEqual([])
  const answered = (await bank.stored(objections, waiting?.objection ?? 0)) as Objection
  expect(answered).toMatchObject({ state: 'overridden', answeredBy: 'D-01' })
  expect(answered.sent).toEqual({ on: day('2026-01-05'), evidence: 'L-3' })
  expect(await objectionsOf(sql(), liga.subject, 5)).toEqual([answered])
  const [sealed] = await keptDetailsOf(sql(), answered.reasons === null ? [] : [answered.reasons])
  expect(sealed?.holder).toBe(liga.subject)
  expect(sealed?.sealed.includes('A suit')).toBe(false)
})

it('each system hears of every change in the order of the journal, signed, and its confirmation is kept', async () => {
  const secret = 'between us'
  const [lt, ee] = [new SystemSimulator(secret), new SystemSimulator(secret)]
  const systems = httpSystems({
    'entity:lt': { url: await lt.listen(), secret },
    'entity:ee': { url: await ee.listen(), secret },
  })
  let now = Temporal.Instant.from('2026-01-05T10:00:00Z')
  const failures: unknown[] = []
  const delivery = new PropagationDelivery({
    sql: sql(),
    lane: bank.lane,
    systems,
    storage: bank.institution.storage,
    submit: (command) => bank.submit(command),
    now: () => now,
    onFailure: (error) => failures.push(error),
  })
  ee.confirms = false
  lt.fail(503, 'lost')
  await delivery.round()
  expect(failures.length).toBeGreaterThan(0)
  // The first word waits for its next try, and those after it wait for the first.
  expect(lt.words).toEqual([])
  for (const seconds of [1, 2, 4]) {
    now = now.add({ seconds })
    await delivery.round()
  }
  expect(lt.words.map(({ act }) => act)).toEqual([
    'marketing-refused',
    'consent-given',
    'restriction-set',
    'consent-withdrawn',
    'restriction-lifted',
    'objection-raised',
    'objection-answered',
  ])
  expect(ee.words).toHaveLength(7)
  expect(lt.requests).toBe(9)
  const stands = await standings(sql(), bank.lane, day('2026-01-05'))
  expect(stands).toContainEqual({ kind: 'entity', target: 'lt', confirmed: 7, confirmedLate: 0, waiting: 0, late: 0 })
  expect(stands).toContainEqual({ kind: 'entity', target: 'ee', confirmed: 0, confirmedLate: 0, waiting: 7, late: 0 })
  expect(await delivery.round()).toEqual({ told: 0, failed: 0 })
  await Promise.all([lt.close(), ee.close()])
})

it('a system that has not confirmed by its last day is late from the next', async () => {
  const open = await openPropagations(sql(), bank.lane, 100)
  expect(open[0]).toMatchObject({ due: day('2026-01-09'), confirmedOn: null })
  const late = async (on: string) =>
    (await standings(sql(), bank.lane, day(on))).flatMap(({ kind, target, late }) =>
      kind === 'entity' ? [[target, late]] : [],
    )
  expect(await late('2026-01-09')).toEqual([
    ['ee', 0],
    ['lt', 0],
    ['lv', 0],
  ])
  expect(await late('2026-01-10')).toEqual([
    ['ee', 7],
    ['lt', 0],
    ['lv', 7],
  ])
})

it('a request under another secret is not believed', async () => {
  const lt = new SystemSimulator('their secret')
  const systems = httpSystems({ 'entity:lt': { url: await lt.listen(), secret: 'another' } })
  const word = {
    propagation: '1',
    change: '1',
    subject: '1',
    act: 'consent-given',
    purposes: [],
    channels: null,
    except: [],
    at: '',
  }
  await expect(systems.tell('entity:lt', word)).rejects.toThrow('401')
  expect(lt.words).toEqual([])
  await expect(systems.tell('entity:ee', word)).rejects.toThrow('no address')
  await lt.close()
})

it('the lane replays to the same decisions and the same records', async () => {
  await writeLetter(bank.asTestBank, 'news', 'direct-marketing')
  await writeLetter(bank.asTestBank, 'reminder')
  expect(await notify(liga)).toMatchObject({ outcome: 'accepted' })
  const [found] = await expectReplayed(sql(), bank.institution.keys)
  expect(found?.decisions).toBeGreaterThan(15)
})

it('where a contract alone carries the use, what third parties gave is left out once the person wants so', async () => {
  const anna = await Chooser.in(bank.asTestBank, 'anna')
  const tell = (source: string, text: string) =>
    bank.do(
      'fact.record',
      { party: String(anna.subject), facts: ['address'], purpose: 'service', source },
      { details: [told(text, 'contact')] },
    )
  expect(await tell('subject', 'Parauga iela 1')).toMatchObject({ outcome: 'accepted' })
  expect(await tell('register', 'Reģistra iela 2')).toMatchObject({ outcome: 'accepted' })
  const addresses = async () => {
    const { gate, rulebookOf } = bank.institution
    const terms = rulebookOf(bank.lane).terms(day('2026-01-05'))
    const asked = {
      actor: { role: 'system' },
      purpose: 'payment',
      kinds: ['address'],
      subjects: [anna.subject],
    } as const
    const read = await gate.readFacts(asked, terms)
    return read.outcome === 'refused' ? read.code : read.values.map(({ plain }) => Buffer.from(plain ?? []).toString())
  }
  expect(await addresses()).toEqual(['Parauga iela 1', 'Reģistra iela 2'])
  const stop = { purpose: 'payment', cause: 'third-party-data' }
  await liga.ask('processing.stop', stop)
  expect(await addresses()).toHaveLength(2)
  expect(await anna.ask('processing.stop', stop)).toMatchObject({ facts: { goesOn: [], ownDataOnly: true } })
  expect(await addresses()).toEqual(['Parauga iela 1'])
  await anna.ask('purpose.allow', { purpose: 'payment' })
  expect(await addresses()).toHaveLength(2)
})
