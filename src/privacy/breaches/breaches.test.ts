import { expect, it } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { type DeadlineKey, deadlines } from '../../kernel/deadline.ts'
import { people, registerPerson, settledBy } from '../../parties/testing/people.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { authorityDraft, subjectsDraft } from './drafts.ts'
import { breaches } from './rules.ts'

const officer = { role: 'data-protection-officer', staff: 'D-01' } as const
const codeOf = (decision: DecisionView): string => (decision.outcome === 'refused' ? String(decision.code) : 'accepted')

class Register {
  readonly bank: TestBank
  breach = ''

  constructor(bank: TestBank) {
    this.bank = bank
  }

  static async at(now: string): Promise<Register> {
    const bank = await TestBank.open({ on: now.slice(0, 10) })
    bank.clock.at = Temporal.Instant.from(now)
    return new Register(bank)
  }

  async report(awareAt: string, more: object = {}): Promise<DecisionView> {
    const decision = await this.do('report', {
      awareAt,
      from: '2026-01-04T20:00:00Z',
      until: '2026-01-05T06:00:00Z',
      natures: ['access', 'disclosure'],
      kinds: ['name', 'payment-details'],
      staff: 'T-07',
      file: 'DP-2026/1',
      ...more,
    })
    if (decision.outcome === 'accepted') this.breach = String(decision.facts['breach'])
    return decision
  }

  ask(act: string, payload: object = {}): Promise<DecisionView> {
    return this.do(act, { breach: this.breach, ...payload })
  }

  do(act: string, payload: object): Promise<DecisionView> {
    return this.bank.do(`breach.${act}`, payload, { actor: officer })
  }

  assess(risk: string): Promise<DecisionView> {
    return this.ask('assess', { risk, consequences: ['identity-theft'], remedies: ['access-closed'] })
  }

  get record() {
    return this.bank.record(breaches, Number(this.breach))
  }

  deadline(due: string): 'set' | 'cleared' | undefined {
    return this.bank.record(deadlines, `${due} breach-authority ${this.breach}` as DeadlineKey)
  }
}

clause('GDPR-33(5)', 'every breach is written down, with its facts, effects and remedies, and stays so', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  const reported = await register.report('2026-01-05T08:15:42Z')
  expect(settledBy(reported)).toEqual(['GDPR-33(5)', 'GDPR-33(1)'])
  expect(settledBy(await register.assess('none'))).toEqual(['GDPR-33(5)'])
  const closed = await register.ask('close', { remedies: ['staff-instructed'] })
  expect(settledBy(closed)).toEqual(['GDPR-33(5)'])
  expect(register.record).toMatchObject({
    natures: ['access', 'disclosure'],
    kinds: ['name', 'payment-details'],
    staff: 'T-07',
    file: 'DP-2026/1',
    state: 'closed',
    risk: 'none',
    consequences: ['identity-theft'],
    remedies: ['access-closed', 'staff-instructed'],
  })
  expect(codeOf(await register.assess('high'))).toBe('breach-closed')
})

clause('GDPR-33(1)', 'the authority is told within 72 hours of becoming aware, unless nobody is at risk', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  const reported = await register.report('2026-01-05T08:15:42Z')
  // To the minute in which it became known.
  expect(reported.facts).toMatchObject({ notifyBy: '2026-01-08T08:15:00Z' })
  expect(register.deadline('2026-01-08')).toBe('set')
  expect((await register.assess('risk')).facts).toMatchObject({ authority: '2026-01-08T08:15:00Z', subjects: false })
  expect(codeOf(await register.ask('close', { remedies: [] }))).toBe('authority-not-told')
  register.bank.clock.at = Temporal.Instant.from('2026-01-08T08:15:00Z')
  const intime = await register.ask('notify-authority', { reference: 'DVI-1' })
  expect(intime).toMatchObject({ outcome: 'accepted', facts: { late: false, again: false } })
  expect(register.deadline('2026-01-08')).toBe('cleared')
  expect(codeOf(await register.assess('none'))).toBe('authority-told')

  const late = await Register.at('2026-01-08T08:15:01Z')
  await late.report('2026-01-05T08:15:00Z')
  await late.assess('risk')
  const unexplained = await late.ask('notify-authority', { reference: 'DVI-2' })
  expect(codeOf(unexplained)).toBe('delay-unexplained')
  expect(settledBy(unexplained)).toEqual(['GDPR-33(1)'])
  const explained = await late.ask('notify-authority', { reference: 'DVI-2', delayReasons: 'DP-2026/2' })
  expect(explained).toMatchObject({ outcome: 'accepted', facts: { late: true } })

  const harmless = await Register.at('2026-01-05T09:30:00Z')
  await harmless.report('2026-01-05T08:15:00Z')
  expect((await harmless.assess('none')).facts).toMatchObject({ authority: null })
  expect(harmless.deadline('2026-01-08')).toBe('cleared')
  expect(codeOf(await harmless.ask('notify-authority', { reference: 'DVI-3' }))).toBe('breach-without-risk')
})

clause('GDPR-34(1)', 'people at high risk are told before the breach can be closed', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  const liga = await registerPerson(register.bank, 'liga')
  await register.report('2026-01-05T08:15:00Z')
  await register.assess('risk')
  expect(codeOf(await register.ask('notify-subjects'))).toBe('breach-not-high')
  expect((await register.assess('high')).facts).toMatchObject({ subjects: true })
  await register.ask('notify-authority', { reference: 'DVI-1' })
  const untold = await register.ask('close', { remedies: [] })
  expect([codeOf(untold), ...settledBy(untold)]).toEqual(['subjects-not-told', 'GDPR-34(1)'])
  expect(codeOf(await register.ask('notify-subjects'))).toBe('affected-unnamed')
  const name = () => register.ask('name-affected', { subjects: [String(liga)] })
  expect((await name()).facts).toMatchObject({ affected: 1 })
  expect((await name()).facts).toMatchObject({ affected: 1 })
  const told = await register.ask('notify-subjects')
  expect(told).toMatchObject({ outcome: 'accepted', facts: { affected: 1, exemption: null } })
  expect(settledBy(told)).toEqual(['GDPR-34(1)'])
  expect(codeOf(await register.ask('close', { remedies: [] }))).toBe('accepted')
})

it('the hours run on through both changes of the clocks', async () => {
  for (const [awareAt, notifyBy, due] of [
    // Over the nights of 29 March and 25 October 2026 in Riga; the local hour moves by one.
    ['2026-03-27T22:30:00+02:00', '2026-03-30T20:30:00Z', '2026-03-30'],
    ['2026-10-23T23:30:00+03:00', '2026-10-26T20:30:00Z', '2026-10-26'],
    // The end of a year, and of a leap February.
    ['2027-12-30T12:00:00Z', '2028-01-02T12:00:00Z', '2028-01-02'],
    ['2028-02-27T23:00:00Z', '2028-03-01T23:00:00Z', '2028-03-02'],
  ] as const) {
    const register = await Register.at(awareAt)
    register.bank.clock.at = Temporal.Instant.from(awareAt)
    const reported = await register.report(awareAt, { from: awareAt, until: awareAt })
    expect(reported.facts).toMatchObject({ notifyBy })
    expect(register.deadline(due)).toBe('set')
  }
})

it('refuses what cannot be, in the published order', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  expect(codeOf(await register.report('2026-01-05T09:31:00Z'))).toBe('awareness-ahead')
  expect(codeOf(await register.report('2026-01-05T09:30:00Z', { from: '2026-01-06T00:00:00Z' }))).toBe('span-reversed')
  const anna = String(await registerPerson(register.bank, 'anna'))
  const payloads = {
    'name-affected': { subjects: [anna] },
    assess: { risk: 'none', consequences: [], remedies: [] },
    'notify-authority': { reference: 'X' },
    'notify-subjects': {},
    close: { remedies: [] },
  }
  for (const [act, payload] of Object.entries(payloads))
    expect(codeOf(await register.do(act, { breach: '1099511999999', ...payload }))).toBe('breach-unknown')
  await register.report('2026-01-05T09:30:00Z')
  expect(codeOf(await register.ask('close', { remedies: [] }))).toBe('breach-not-assessed')
})

it('people need not be told one by one where the law says so, and the draft says why', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  await register.report('2026-01-05T08:15:00Z')
  await register.assess('high')
  expect(codeOf(await register.ask('notify-subjects', { exemption: 'unintelligible' }))).toBe('accepted')
  const { record, bank } = register
  const [entity] = bank.rulebook.pack.entities
  if (record === undefined || entity === undefined) throw new Error('nothing was recorded')
  const terms = bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  const draft = authorityDraft(record, entity, terms, 'en').paragraphs.join('\n')
  expect(draft).toContain('whoever has the data cannot read them')
})

it('drafts tell what the articles ask for in both languages, and name nobody', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  const liga = await registerPerson(register.bank, 'liga')
  await register.report('2026-01-05T08:15:00Z')
  await register.ask('name-affected', { subjects: [String(liga)] })
  await register.assess('high')
  const { record, bank } = register
  const [entity] = bank.rulebook.pack.entities
  if (record === undefined || entity === undefined) throw new Error('nothing was recorded')
  const terms = bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
  const drafts = (['en', 'lv'] as const).flatMap((language) => [
    authorityDraft(record, entity, terms, language),
    subjectsDraft(record, entity, terms, language),
  ])
  const [english] = drafts
  expect(english?.paragraphs.join('\n')).toContain('2026-01-08 10:15 (+02:00)')
  expect(english?.paragraphs.join('\n')).toContain('People affected, as far as known: 1.')
  expect(new Set(drafts.map(({ title }) => title)).size).toBe(4)
  const all = JSON.stringify(drafts)
  for (const secret of [people.liga.name, people.liga.code, String(liga), 'T-07']) expect(all).not.toContain(secret)
  expect(all).not.toMatch(/undefined|null/)
})
