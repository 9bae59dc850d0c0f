import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { type DeadlineKey, deadlines } from '../../kernel/deadline.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { idIn, settledBy, told } from '../../parties/testing/people.ts'
import type { Actor } from '../../storage/command.ts'
import { Chooser, marketer, officer } from '../consents/testing/choices.ts'
import { keptDetails } from '../kept/rules.ts'
import { answerToObjection, letterLanguages } from './answer.ts'
import { type Objection, objections } from './rules.ts'

const risk = { role: 'compliance-officer', staff: 'C-01' } as const
const claim = { shown: [{ kind: 'case', reference: 'C30123426' }] } as const

async function objecting(purpose = 'claims') {
  const liga = await Chooser.in(await TestBank.open())
  const raised = await liga.ask('objection.raise', { purpose })
  return { liga, raised }
}

const answer = (liga: Chooser, objection: number, outcome: 'upheld' | 'overridden', reasons?: string) =>
  liga.ask(
    'objection.answer',
    { objection: String(objection), outcome },
    { actor: officer, ...(reasons === undefined ? {} : { details: [told(reasons, 'correspondence')] }) },
  )

const send = (liga: Chooser, objection: number, evidence?: string) =>
  liga.ask(
    'objection.send-answer',
    { objection: String(objection), ...(evidence === undefined ? {} : { evidence }) },
    { actor: officer },
  )

it('what is asked wrongly is refused in the published order', async () => {
  const { liga, raised } = await objecting()
  const objection = idIn<number>(raised, 'objection')
  const raise = async (purpose: string) => (await liga.ask('objection.raise', { purpose })).code
  expect(await raise('nothing')).toBe('purpose-not-registered')
  expect(await raise('payment')).toBe('objection-not-open')
  expect(await raise('claims')).toBe('objection-weighed')
  expect(await answer(liga, 1_099_511_999_999, 'upheld')).toMatchObject({ code: 'objection-unknown' })
  const janis = await Chooser.in(liga.bank, 'janis')
  expect(await answer(janis, objection, 'upheld')).toMatchObject({ code: 'objection-unknown' })
  expect(await answer(liga, objection, 'overridden')).toMatchObject({ code: 'reasons-not-written' })
  expect(await send(liga, 1_099_511_999_999, 'L-1')).toMatchObject({ code: 'objection-unknown' })
  expect(await send(liga, objection, 'L-1')).toMatchObject({ code: 'objection-unanswered' })
  expect(await answer(liga, objection, 'upheld')).toMatchObject({ outcome: 'accepted' })
  expect(await answer(liga, objection, 'upheld')).toMatchObject({ code: 'objection-answered' })
  expect(await send(liga, objection)).toMatchObject({ code: 'evidence-missing' })
  expect(await send(liga, objection, 'L-1')).toMatchObject({ outcome: 'accepted' })
  expect(await send(liga, objection)).toMatchObject({ code: 'objection-answer-sent', facts: { on: '2026-01-05' } })
})

it('an objection is answered within a month; the answer that comes after its last day is late', async () => {
  const bank = await TestBank.open({ on: '2026-01-30' })
  const liga = await Chooser.in(bank)
  const raised = await liga.ask('objection.raise', { purpose: 'risk' })
  expect(raised).toMatchObject({ facts: { answerBy: '2026-02-28' } })
  const other = await liga.ask('objection.raise', { purpose: 'security' })
  const key = `2026-02-28 objection-answer ${raised.facts['objection']}` as DeadlineKey
  expect(bank.record(deadlines, key)).toBe('set')
  await bank.cutOver('2026-02-28')
  for (const one of [raised, other])
    expect(await answer(liga, idIn(one, 'objection'), 'upheld')).toMatchObject({ facts: { sendBy: '2026-02-28' } })
  expect(bank.record(deadlines, key)).toBe('set')
  expect(await send(liga, idIn(raised, 'objection'), 'L-1')).toMatchObject({ facts: { late: false } })
  expect(bank.record(deadlines, key)).toBe('cleared')
  await bank.cutOver('2026-03-01')
  expect(await send(liga, idIn(other, 'objection'), 'L-2')).toMatchObject({ facts: { late: true } })
})

it.each([
  ['2026-01-30', '2026-02-28'],
  ['2028-01-30', '2028-02-29'],
  ['2026-03-31', '2026-04-30'],
  ['2026-10-25', '2026-11-25'],
])('an objection of %s is answered by %s', async (on, answerBy) => {
  const liga = await Chooser.in(await TestBank.open({ on }))
  expect(await liga.ask('objection.raise', { purpose: 'claims' })).toMatchObject({ facts: { answerBy } })
})

clause(
  'LP-VII.objection',
  'use for an interest stands still while an objection is weighed, and ends when it is upheld',
  async () => {
    const { liga, raised } = await objecting()
    expect(raised).toMatchObject({ outcome: 'accepted', facts: { state: 'weighed' } })
    expect(settledBy(raised)).toContain('LP-VII.objection')
    const stopped = liga.gate(risk, 'claims', ['risk-class'])
    expect(stopped.code).toBe('processing-stopped')
    expect(stopped.cited.settled[0]?.clause).toBe('VII.objection')
    const upheld = await answer(liga, idIn(raised, 'objection'), 'upheld')
    expect(upheld).toMatchObject({ outcome: 'accepted', facts: { state: 'upheld' } })
    expect(settledBy(upheld)).toContain('LP-VII.objection')
    expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('processing-stopped')
  },
)

clause('LP-VII.objection', 'use goes on once a written answer that gives overriding reasons went out', async () => {
  const { liga, raised } = await objecting()
  const objection = idIn<number>(raised, 'objection')
  const spoken = await answer(liga, objection, 'overridden')
  expect(spoken).toMatchObject({ code: 'reasons-not-written' })
  expect(settledBy(spoken)).toContain('LP-VII.objection')
  const written = await answer(liga, objection, 'overridden', 'A suit about the loan is at hand.')
  expect(written).toMatchObject({ outcome: 'accepted', facts: { state: 'overridden' } })
  expect(settledBy(written)).toContain('LP-VII.objection')
  expect(liga.bank.record(objections, objection)).toMatchObject({ state: 'overridden', reasons: expect.any(Number) })
  // Written is not told: the person has it first.
  expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('processing-stopped')
  const sent = await send(liga, objection, 'L-2026-3')
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { state: 'overridden', late: false } })
  expect(settledBy(sent)).toContain('LP-VII.objection')
  expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('permitted')
})

clause('LP-VII.objection', 'the person reads the reasons, in writing and in their language', async () => {
  const liga = await Chooser.in(await TestBank.open())
  const raised = await liga.ask('objection.raise', { purpose: 'claims', language: 'lv' })
  expect(settledBy(raised)).toContain('LP-VII.objection')
  const objection = idIn<number>(raised, 'objection')
  await answer(liga, objection, 'overridden', 'Par aizdevumu gaidāma prāva.')
  const kept = liga.bank.record(objections, objection) ?? expect.fail('nothing is kept')
  // Under the person's own key, and open to them and to who answers, although their data are restricted.
  expect(liga.bank.record(keptDetails, kept.reasons ?? expect.fail('no reasons'))?.holder).toBe(liga.subject)
  await liga.ask('restriction.set', { ground: 'claims' })
  const shown = [{ kind: 'request', reference: String(objection) }] as const
  expect(liga.gate(liga.self, 'rights', ['correspondence'], { shown }).code).toBe('permitted')
  const asOfficer = { role: 'data-protection-officer', staff: 'D-01' } as const
  expect(liga.gate(asOfficer, 'rights', ['correspondence'], { shown, ordered: true }).code).toBe('permitted')
  const reasons = 'Par aizdevumu gaidāma prāva.'
  const letter = answerToObjection(kept, kept.answeredOn ?? expect.fail('not answered'), {
    ...{ purpose: 'Prasījumi', reasons, authority: 'Datu valsts inspekcija' },
  })
  expect(letter).toMatchObject({ language: 'lv', title: `Atbilde uz iebildumiem ${objection}` })
  expect(letter.paragraphs).toContain(reasons)
  expect(letter.paragraphs.at(-1)).toContain('Datu valsts inspekcija')
  // Until it went out, nothing goes on.
  const stopped = liga.gate(risk, 'claims', ['risk-class'], { ordered: true })
  expect([stopped.code, stopped.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
})

it.each(letterLanguages)('an answer is written in %s, whether it was upheld or overridden', (language) => {
  const day = Temporal.PlainDate.from('2026-01-05')
  const raised: Objection = {
    ...{ objection: 7, subject: 1 as PartyId, purpose: 'claims', raisedOn: day, answerBy: day, state: 'weighed' },
    ...{ answeredOn: day, answeredBy: 'D-01', reasons: null, language, sent: null, request: null },
  }
  const parts = { purpose: 'P', reasons: 'R', authority: 'A' }
  const [upheld, overridden] = (['upheld', 'overridden'] as const).map((state) =>
    answerToObjection({ ...raised, state }, day, { ...parts, reasons: state === 'upheld' ? null : 'R' }),
  )
  expect([upheld?.language, overridden?.language]).toEqual([language, language])
  expect(upheld?.paragraphs).toHaveLength(2)
  expect(overridden?.paragraphs).toHaveLength(4)
  expect(overridden?.paragraphs[1]).toBe('R')
  expect(overridden?.about[1]?.[1]).toContain('2026')
})

it.each(['luminor', 'ozcredit', 'koduliising'])('under %s the person and the officer read the answer', async (pack) => {
  const liga = await Chooser.in(await TestBank.open({ pack }))
  const shown = [{ kind: 'request', reference: '7' }] as const
  expect(liga.gate(liga.self, 'rights', ['correspondence'], { shown }).code).toBe('permitted')
  const staff = (role: 'data-protection-officer' | 'marketing-officer') =>
    liga.gate({ role, staff: 'D-01' }, 'rights', ['correspondence'], { shown, ordered: true }).code
  expect(staff('data-protection-officer')).toBe('permitted')
  expect(staff('marketing-officer')).toBe('purpose-not-granted')
})

it('an answer in another language than letters have is written in English', () => {
  const day = Temporal.PlainDate.from('2026-01-05')
  const raised: Objection = {
    ...{ objection: 7, subject: 1 as PartyId, purpose: 'claims', raisedOn: day, answerBy: day, state: 'upheld' },
    ...{ answeredOn: day, answeredBy: 'D-01', reasons: null, language: 'cs', sent: null, request: null },
  }
  expect(answerToObjection(raised, day, { purpose: 'P', reasons: null, authority: 'A' }).language).toBe('en')
})

clause('LP-VII.objection', 'use that legal claims need goes on', async () => {
  const { liga, raised } = await objecting()
  expect(settledBy(raised)).toContain('LP-VII.objection')
  const shown = [{ kind: 'case', reference: 'C30123426' }] as const
  expect(liga.gate(risk, 'claims', ['risk-class'], { shown }).code).toBe('permitted')
  const without = liga.gate(risk, 'claims', ['risk-class'])
  expect([without.code, without.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
})

clause('LP-VII.objection', 'an objection to direct marketing is never weighed', async () => {
  const { liga, raised } = await objecting('direct-marketing')
  expect(raised).toMatchObject({ outcome: 'accepted', facts: { state: 'upheld' } })
  expect(settledBy(raised)).toContain('LP-VII.objection')
  expect(raised.facts['objection']).toBeUndefined()
  const stopped = liga.gate({ role: 'system' }, 'direct-marketing', ['email'])
  expect([stopped.code, stopped.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
})

clause(
  'LP-VII.objection',
  'what the person consented to goes on while an objection to an interest is weighed',
  async () => {
    const { liga, raised } = await objecting('improvement')
    expect(raised).toMatchObject({ outcome: 'accepted', facts: { state: 'weighed' } })
    const studied = () => liga.gate(marketer, 'improvement', ['services'])
    expect(studied().code).toBe('processing-stopped')
    // To consent ends no weighing; the consent carries the use by itself.
    await liga.consent('improvement', 'LP')
    expect(liga.switches?.stops).toMatchObject([{ purpose: 'improvement', ground: 'weighing' }])
    expect(studied().code).toBe('permitted')
    await liga.ask('consent.withdraw', { purpose: 'improvement' })
    const stopped = studied()
    expect([stopped.code, stopped.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
  },
)

clause(
  'LP-VII.objection',
  'nobody of staff lets go on what the person objected to, but the officer to whom they say so',
  async () => {
    const { liga, raised } = await objecting('direct-marketing')
    expect(settledBy(raised)).toContain('LP-VII.objection')
    const allow = (actor: Actor, more: object = {}) =>
      liga.ask('purpose.allow', { purpose: 'direct-marketing', ...more }, { actor })
    const byTeller = await allow({ role: 'teller', staff: 'T-01' }, { evidence: 'A-1' })
    expect([byTeller.code, settledBy(byTeller)]).toEqual([
      'officer-needed',
      expect.arrayContaining(['LP-VII.objection']),
    ])
    expect(await allow(officer)).toMatchObject({ code: 'evidence-missing' })
    const stopped = liga.gate({ role: 'system' }, 'direct-marketing', ['email'], { channel: 'email' })
    expect([stopped.code, stopped.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
    // A consent that a teller notes carries the offers by itself, and takes no objection back.
    await liga.consent('direct-marketing', 'LP', { evidence: 'A-2' }, { actor: { role: 'teller', staff: 'T-01' } })
    expect(liga.switches?.stops).toMatchObject([{ purpose: 'direct-marketing', ground: 'objection' }])
    const own = await allow(liga.self)
    expect([own.outcome, settledBy(own)]).toEqual(['accepted', expect.arrayContaining(['LP-VII.objection'])])
    expect(liga.switches?.stops).toEqual([])
  },
)

clause(
  'LP-VII.objection',
  'a consent that comes after an objection goes as far as it says, and its withdrawal leaves the objection',
  async () => {
    const { liga, raised } = await objecting('direct-marketing')
    expect(settledBy(raised)).toContain('LP-VII.objection')
    const over = (channel?: 'email' | 'phone') =>
      liga.gate(marketer, 'direct-marketing', ['name', 'email'], channel === undefined ? {} : { channel })
    const stopped = ({ code, cited }: ReturnType<typeof over>) => [code, cited.settled[0]?.clause]
    const objected = ['processing-stopped', 'VII.objection']
    expect(stopped(over('email'))).toEqual(objected)
    await liga.consent('direct-marketing', 'LP', { channels: ['email'] })
    expect(over('email').code).toBe('permitted')
    // Nothing was said of other channels.
    for (const other of [over('phone'), over()]) expect(stopped(other)).toEqual(objected)
    expect(await liga.ask('consent.withdraw', { purpose: 'direct-marketing' })).toMatchObject({ outcome: 'accepted' })
    for (const now of [over('email'), over('phone'), over()]) expect(stopped(now)).toEqual(objected)
  },
)

it('an objection stops its own purpose alone', async () => {
  const { liga } = await objecting('claims')
  expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('processing-stopped')
  for (const purpose of ['continuity', 'risk'])
    expect(liga.gate(risk, purpose, ['risk-class']).code, purpose).toBe('permitted')
})

it('an objection that is overridden leaves what the person forbade forbidden', async () => {
  const liga = await Chooser.in(await TestBank.open())
  const raised = await liga.ask('processing.stop', { purpose: 'claims', cause: 'unlawful' })
  expect(raised).toMatchObject({ outcome: 'accepted' })
  const objection = idIn<number>(await liga.ask('objection.raise', { purpose: 'claims' }), 'objection')
  expect(liga.switches?.stops.filter(({ purpose }) => purpose === 'claims')).toMatchObject([
    { ground: 'demand' },
    { ground: 'weighing' },
  ])
  await answer(liga, objection, 'overridden', 'A suit about the loan is at hand.')
  await send(liga, objection, 'L-1')
  expect(liga.switches?.stops.filter(({ purpose }) => purpose === 'claims')).toMatchObject([{ ground: 'demand' }])
  const stopped = liga.gate(risk, 'claims', ['risk-class'])
  expect([stopped.code, stopped.cited.settled[0]?.clause]).toEqual(['processing-stopped', '17(1)'])
})

clause(
  'LP-VII.restriction',
  'restricted data are stored, and the gate refuses other uses than those left open',
  async () => {
    const liga = await Chooser.in(await TestBank.open())
    const set = await liga.ask('restriction.set', { ground: 'accuracy' })
    expect(set).toMatchObject({ outcome: 'accepted', facts: { ground: 'accuracy' } })
    expect(settledBy(set)).toContain('LP-VII.restriction')
    for (const ground of ['unlawful', 'objection']) {
      const janis = await Chooser.in(await TestBank.open(), 'janis')
      await janis.ask('restriction.set', { ground })
      expect(janis.gate(risk, 'claims', ['risk-class']).code).toBe('processing-restricted')
    }
    expect(liga.gate(risk, 'claims', ['risk-class'], claim).code).toBe('permitted')
    for (const kind of ['rights-of-others', 'public-interest', 'aml-case'] as const)
      expect(liga.gate(risk, 'claims', ['risk-class'], { shown: [{ kind, reference: 'A-4' }] }).code).toBe('permitted')
    // Nobody else's word opens them, whatever they say is shown.
    const teller = { role: 'teller', staff: 'T-01' } as const
    for (const kind of ['case', 'rights-of-others', 'public-interest', 'aml-case'] as const) {
      const typed = liga.gate(teller, 'service', ['name'], { shown: [{ kind, reference: '1' }] })
      expect([typed.code, typed.cited.settled[0]?.clause]).toEqual(['processing-restricted', 'VII.restriction'])
    }
    expect(liga.gate(liga.self, 'service', ['name']).code).toBe('permitted')
    // What they ordered themselves is carried out, and what law demands in the interest of all.
    expect(liga.gate({ role: 'system' }, 'payment', ['name']).code).toBe('processing-restricted')
    const paid = liga.gate({ role: 'system' }, 'payment', ['name'], { ordered: true })
    expect([paid.code, paid.cited.settled.at(-1)?.clause]).toEqual(['permitted', 'VII.restriction'])
    expect(liga.gate(risk, 'aml', ['risk-class']).code).toBe('permitted')
    expect(liga.gate(risk, 'legal', ['risk-class']).code).not.toBe('permitted')
    const helper = { role: 'representative', party: 7 as PartyId } as const
    expect(liga.gate(helper, 'service', ['name'], { represented: [liga.subject] }).code).toBe('permitted')
    expect(await liftedUntold(liga)).toContain('LP-VII.restriction')
    const refused = liga.gate(risk, 'claims', ['risk-class'])
    expect([refused.code, refused.cited.settled[0]?.clause]).toEqual(['processing-restricted', 'VII.restriction'])
  },
)

clause('LP-VII.restriction', 'the person is told before a restriction is lifted', async () => {
  const liga = await Chooser.in(await TestBank.open())
  await liga.ask('restriction.set', { ground: 'accuracy' })
  expect(liga.gate(risk, 'claims', ['risk-class']).cited.settled[0]?.clause).toBe('VII.restriction')
  expect(liga.gate(risk, 'claims', ['risk-class'], claim).code).toBe('permitted')
  const open = liga.gate(liga.self, 'service', ['name'])
  expect([open.code, open.cited.settled.at(-1)?.clause]).toEqual(['permitted', 'VII.restriction'])
  const asked = { ground: 'accuracy' }
  expect(await liftedUntold(liga)).toContain('LP-VII.restriction')
  const without = await liga.ask('restriction.tell', asked, { actor: officer })
  expect(without).toMatchObject({ code: 'evidence-missing' })
  const noted = await liga.ask('restriction.tell', { ...asked, evidence: 'L-2026-7' }, { actor: officer })
  expect(noted).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(noted)).toContain('LP-VII.restriction')
  const again = await liga.ask('restriction.tell', { ...asked, evidence: 'L-2026-8' }, { actor: officer })
  expect(again).toMatchObject({ code: 'subject-told', facts: { toldOn: '2026-01-05' } })
  const lifted = await liga.ask('restriction.lift', asked, { actor: operator })
  expect(lifted).toMatchObject({ outcome: 'accepted', facts: { toldOn: '2026-01-05' } })
  expect(settledBy(lifted)).toContain('LP-VII.restriction')
  expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('permitted')
})

/** The clauses by which lifting without a notice is refused. */
async function liftedUntold(liga: Chooser): Promise<readonly string[]> {
  const lifted = await liga.ask('restriction.lift', { ground: 'accuracy' }, { actor: operator })
  expect(lifted).toMatchObject({ code: 'subject-not-told' })
  return settledBy(lifted)
}

it('each restriction is lifted after a notice of its own', async () => {
  const liga = await Chooser.in(await TestBank.open())
  const lift = () => liga.ask('restriction.lift', { ground: 'claims' }, { actor: operator })
  const tell = () => liga.ask('restriction.tell', { ground: 'claims', evidence: 'L-1' }, { actor: operator })
  expect(await lift()).toMatchObject({ code: 'processing-restriction-unknown' })
  expect(await tell()).toMatchObject({ code: 'processing-restriction-unknown' })
  await liga.ask('restriction.set', { ground: 'claims' })
  expect(await liga.ask('restriction.set', { ground: 'claims' })).toMatchObject({ code: 'restriction-stands' })
  await tell()
  expect(await lift()).toMatchObject({ outcome: 'accepted' })
  await liga.ask('restriction.set', { ground: 'claims' })
  expect(await lift()).toMatchObject({ code: 'subject-not-told' })
})

clause('LP-VII.restriction', 'where an objection is weighed, the person is told before its end', async () => {
  const { liga, raised } = await objecting()
  const objection = idIn<number>(raised, 'objection')
  await answer(liga, objection, 'overridden', 'A suit about the loan is at hand.')
  const untold = await send(liga, objection)
  expect(untold).toMatchObject({ code: 'evidence-missing' })
  expect(settledBy(untold)).toContain('LP-VII.restriction')
  expect(liga.switches?.stops).toMatchObject([{ purpose: 'claims', ground: 'weighing' }])
  const sent = await send(liga, objection, 'L-2026-3')
  expect(sent).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(sent)).toContain('LP-VII.restriction')
  expect(liga.switches?.stops).toEqual([])
  // Beside it, whatever else they had restricted stays so.
  await liga.ask('restriction.set', { ground: 'objection' })
  expect(liga.gate(risk, 'claims', ['risk-class']).cited.settled[0]?.clause).toBe('VII.restriction')
  expect(liga.gate(risk, 'claims', ['risk-class'], claim).code).toBe('permitted')
  const open = liga.gate(liga.self, 'service', ['name'])
  expect([open.code, open.cited.settled.at(-1)?.clause]).toEqual(['permitted', 'VII.restriction'])
})

clause('GDPR-18(2)', 'where no document says more, what the person ordered goes on under a restriction', async () => {
  const ofRisk = { ozcredit: 'identification', koduliising: 'risk' }
  for (const [pack, purpose] of Object.entries(ofRisk)) {
    const liga = await Chooser.in(await TestBank.open({ pack }))
    const system = { role: 'system' } as const
    await liga.ask('restriction.set', { ground: 'accuracy' })
    expect(liga.gate(system, 'service', ['phone']).code).toBe('processing-restricted')
    const ordered = liga.gate(system, 'service', ['phone'], { ordered: true })
    expect([ordered.code, ordered.cited.settled.at(-1)]).toMatchObject([
      'permitted',
      { document: 'GDPR', clause: '18(2)' },
    ])
    expect(liga.gate(risk, purpose, ['name']).code).toBe('processing-restricted')
    expect(liga.gate(risk, purpose, ['name'], claim).code).toBe('permitted')
    // Of all others no word opens it, but a record: here, that the data are held for that case.
    expect(liga.gate(system, 'service', ['phone'], claim).code).toBe('processing-restricted')
    const cases = new Map([[liga.subject, ['C30123426']]])
    const claimed = liga.gate(system, 'service', ['phone'], claim, { cases })
    expect([claimed.code, claimed.cited.settled.at(-1)?.clause]).toEqual(['permitted', '18(2)'])
  }
})

it('a restriction is told to every processor, and may be set by the compliance officer', async () => {
  const liga = await Chooser.in(await TestBank.open())
  const set = await liga.ask('restriction.set', { ground: 'accuracy' }, { actor: risk })
  expect(set).toMatchObject({ outcome: 'accepted' })
  const terms = liga.bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  const serving = [...terms.register.processors.values()].filter(
    ({ since, until }) => since <= '2026-01-05' && (until === undefined || until >= '2026-01-05'),
  )
  const told = (set.facts['told'] as readonly { kind: string; target: string }[]).filter(
    ({ kind }) => kind === 'processor',
  )
  expect(serving.length).toBeGreaterThan(0)
  expect(told.map(({ target }) => target).toSorted()).toEqual(serving.map(({ id }) => id).toSorted())
})
