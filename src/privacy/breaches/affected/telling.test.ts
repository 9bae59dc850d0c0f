import { expect, it } from 'vitest'
import { clause } from '../../../../tests/clause.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { registerPerson, settledBy } from '../../../parties/testing/people.ts'
import { letters, messages } from '../../marketing/messages/rules.ts'
import { codeOf, Register } from '../testing/register.ts'

/** A breach at high risk of which the authority was told. */
async function highRisk(): Promise<Register> {
  const register = await Register.at('2026-01-05T09:30:00Z')
  await register.report('2026-01-05T08:15:00Z')
  await register.assess('high')
  await register.ask('notify-authority', { reference: 'DVI-1' })
  return register
}

const delivered = (register: Register, sent: readonly unknown[], withheld: readonly unknown[] = []) => {
  const payload = { breach: register.breach, sent: sent.map(String), withheld: withheld.map(String) }
  return register.bank.do('breach.note-deliveries', payload, { actor: { role: 'system' } })
}

clause(
  'GDPR-34(1)',
  'each of those at high risk is told before the breach can be closed, also who is named later',
  async () => {
    const register = await Register.at('2026-01-05T09:30:00Z')
    const [liga, anna] = [await registerPerson(register.bank, 'liga'), await registerPerson(register.bank, 'anna')]
    await register.report('2026-01-05T08:15:00Z')
    await register.assess('risk')
    const early = await register.ask('notify-subjects', { subjects: [String(liga)] })
    expect([codeOf(early), ...settledBy(early)]).toEqual(['breach-not-high', 'GDPR-34(1)'])
    expect((await register.assess('high')).facts).toMatchObject({ subjects: true })
    await register.ask('notify-authority', { reference: 'DVI-1' })
    const unnamed = await register.ask('close')
    expect([codeOf(unnamed), ...settledBy(unnamed)]).toEqual(['affected-unnamed', 'GDPR-34(1)'])
    expect(codeOf(await register.ask('notify-subjects', { subjects: [String(liga)] }))).toBe('subject-not-affected')
    const name = (subject: number) => register.ask('name-affected', { subjects: [String(subject)] })
    expect((await name(liga)).facts).toMatchObject({ affected: 1, subjects: true })
    expect((await name(liga)).facts).toMatchObject({ affected: 1 })
    const let_out = await register.ask('notify-subjects', { subjects: [String(liga)] })
    expect(let_out.facts).toMatchObject({ messages: 1, letters: 0, before: 0 })
    expect(settledBy(let_out)).toContain('GDPR-34(1)')
    // A message that was let out is not yet one that went.
    expect([codeOf(await register.ask('close')), register.affected(liga)?.standing]).toEqual([
      'subjects-not-told',
      'sending',
    ])
    expect((await delivered(register, [liga])).facts).toMatchObject({ told: 1, affected: 1, letters: 0 })
    expect(register.affected(liga)).toMatchObject({ standing: 'told', toldAt: register.bank.clock.at, evidence: null })
    expect((await register.assess('high')).facts).toMatchObject({ subjects: false })

    expect((await name(anna)).facts).toMatchObject({ affected: 2, subjects: true })
    const untold = await register.ask('close')
    expect([codeOf(untold), untold.facts, ...settledBy(untold)]).toEqual([
      'subjects-not-told',
      { affected: 2, told: 1 },
      'GDPR-34(1)',
    ])
    const both = { subjects: [liga, anna].map(String) }
    expect((await register.ask('notify-subjects', both)).facts).toMatchObject({ messages: 1, before: 1 })
    await delivered(register, [anna])
    const closed = await register.ask('close')
    expect([codeOf(closed), register.record?.told]).toEqual(['accepted', 2])
  },
)

it('a message goes over the channel that the person prefers, in words that name nobody', async () => {
  const register = await highRisk()
  const { bank } = register
  const [liga, anna, janis] = [
    await registerPerson(bank, 'liga'),
    await registerPerson(bank, 'anna'),
    await registerPerson(bank, 'janis'),
  ]
  const prefer = (party: PartyId, channel: string) =>
    bank.do('channel.choose', { subject: String(party), channel }, { actor: { role: 'customer', party } })
  expect(codeOf(await prefer(anna, 'sms'))).toBe('accepted')
  expect(codeOf(await prefer(janis, 'post'))).toBe('accepted')
  const subjects = [liga, anna, janis].map(String)
  await register.ask('name-affected', { subjects })
  expect((await register.ask('notify-subjects', { subjects, language: 'et' })).facts).toMatchObject({
    messages: 2,
    letters: 1,
  })
  const messageTo = (subject: typeof liga) => bank.record(messages, register.affected(subject)?.message ?? 0)
  expect(messageTo(liga)).toMatchObject({
    channel: 'email',
    language: 'et',
    offer: false,
    letter: `breach-${register.breach}`,
  })
  expect(messageTo(anna)).toMatchObject({ channel: 'sms' })
  expect(register.affected(janis)).toMatchObject({ standing: 'letter', message: null })
  const letter = bank.record(letters, `breach-${register.breach}`)
  expect(Object.keys(letter?.text ?? {})).toEqual(['en', 'lv', 'et', 'lt', 'ru'])
  expect(letter?.purpose).toBeNull()
  // It is made from the record: nobody words it.
  const own = { letter: `breach-${register.breach}`, title: { en: 'Relax' }, text: { en: 'Nothing happened.' } }
  const marketer = { actor: { role: 'marketing-officer', staff: 'M-01' } } as const
  expect(codeOf(await bank.do('letter.set', own, marketer))).toBe('letter-reserved')
})

it('whom no message reaches gets a letter, and is told when it went', async () => {
  const register = await highRisk()
  const liga = await registerPerson(register.bank, 'liga')
  const one = { subjects: [String(liga)] }
  await register.ask('name-affected', one)
  await register.ask('notify-subjects', one)
  expect((await delivered(register, [], [liga])).facts).toMatchObject({ told: 0, letters: 1 })
  expect(register.affected(liga)).toMatchObject({ standing: 'letter' })
  // The same word twice changes nothing.
  expect((await delivered(register, [liga])).facts).toMatchObject({ told: 0, letters: 0 })
  expect(codeOf(await register.ask('close'))).toBe('subjects-not-told')
  const posted = await register.ask('note-letters', { ...one, evidence: 'L-2026-30' })
  expect(posted).toMatchObject({ outcome: 'accepted', facts: { told: 1, affected: 1 } })
  expect(register.affected(liga)).toMatchObject({ standing: 'told', evidence: 'L-2026-30' })
  await register.ask('note-letters', { ...one, evidence: 'L-2026-31' })
  expect([register.affected(liga)?.evidence, register.record?.told]).toEqual(['L-2026-30', 1])
  expect(codeOf(await register.ask('close'))).toBe('accepted')
})

clause('GDPR-34(3)', 'where an exception applies people need not be told one by one, and it is kept why', async () => {
  const register = await Register.at('2026-01-05T09:30:00Z')
  await register.report('2026-01-05T08:15:00Z')
  const exempt = () => register.ask('exempt-subjects', { exemption: 'unintelligible', reasons: 'DP-2026/3' })
  const early = await exempt()
  expect([codeOf(early), ...settledBy(early)]).toEqual(['breach-not-high', 'GDPR-34(3)'])
  await register.assess('high')
  await register.ask('notify-authority', { reference: 'DVI-1' })
  expect(await exempt()).toMatchObject({
    outcome: 'accepted',
    facts: { exemption: 'unintelligible', reasons: 'DP-2026/3' },
  })
  expect(register.record).toMatchObject({ exemption: 'unintelligible', exemptionReasons: 'DP-2026/3' })
  expect((await register.assess('high')).facts).toMatchObject({ subjects: false })
  expect(codeOf(await register.ask('close'))).toBe('accepted')
})
