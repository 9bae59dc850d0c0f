import { expect } from 'vitest'
import { noticesOwed } from '../../../src/parties/facts/notices/rules.ts'
import { registerPerson } from '../../../src/parties/testing/people.ts'
import { Chooser, notify, writeLetter } from '../../../src/privacy/consents/testing/choices.ts'
import { facts } from '../../../src/privacy/vault/rules.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import type { EvidenceKind } from '../../../src/rulebook/register/vocabulary.ts'
import { clause } from '../../clause.ts'
import { permitted, RecordingBank, refused } from '../../gate-clauses.ts'

/** Each source, something that comes from there, what for, and what is shown. */
const sources: readonly (readonly [string, Attribute, string, ...EvidenceKind[]])[] = [
  ['subject', 'address', 'service'],
  ['other-person', 'address', 'service', 'declaration'],
  ['financial-institution', 'payment-details', 'payment'],
  ['insurer', 'insurance', 'service', 'insurance-duty'],
  ['partner', 'application-terms', 'service', 'request'],
  ['counterpart', 'payment-details', 'payment'],
  ['register', 'property', 'service'],
  ['credit-bureau', 'credit-history', 'creditworthiness'],
  ['media', 'adverse-media', 'aml'],
  ['authority', 'authority-enquiry', 'aml'],
  ['group', 'risk-class', 'creditworthiness'],
  ['camera', 'video', 'security'],
  ['call', 'voice', 'service', 'announcement'],
]

clause('LP-I.3', 'every datum is recorded with its source, which is one of those named for it', async () => {
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['address'], 'hearsay')).toMatchObject(refused('source-not-registered', 'LP-I.3'))
  expect(await bank.record(['video'], 'credit-bureau', { purpose: 'security' })).toMatchObject(
    refused('source-not-registered', 'LP-I.3'),
  )
  const announcement = await bank.announced()
  for (const [source, kind, purpose, ...shown] of sources) {
    const recorded = await bank.record([kind], source, { purpose, shown, numbers: { announcement } })
    expect(recorded, source).toMatchObject(permitted('LP-I.3'))
    const [fact] = recorded.facts['facts'] as readonly string[]
    expect(bank.bank.record(facts, Number(fact)), source).toMatchObject({ kind, source })
  }
})

clause('LP-I.3', 'an insurer is asked only where there is a duty to insure', async () => {
  const bank = await RecordingBank.open('luminor')
  const insured = (...shown: EvidenceKind[]) => bank.record(['insurance'], 'insurer', { shown })
  expect(await insured()).toMatchObject(refused('condition-missing', 'LP-I.3'))
  expect(await insured('consent')).toMatchObject(refused('condition-missing', 'LP-I.3'))
  expect(await insured('insurance-duty')).toMatchObject(permitted('LP-I.3'))
})

clause('LP-I.3', 'a partner gives data only at the request of the person, with consent or another ground', async () => {
  const bank = await RecordingBank.open('luminor')
  const given = (...shown: EvidenceKind[]) => bank.record(['address'], 'partner', { shown })
  expect(await given()).toMatchObject(refused('condition-missing', 'LP-I.3'))
  expect(await given('interest')).toMatchObject(refused('condition-missing', 'LP-I.3'))
  for (const ground of ['agreement', 'law', 'request'] as const)
    expect(await given(ground), ground).toMatchObject(permitted('LP-I.3'))
})

clause(
  'LP-I.3',
  'that a partner gives data with consent, the consent itself shows, and nobody in its place',
  async () => {
    const bank = await RecordingBank.open('luminor')
    const given = () => bank.record(['address'], 'partner', { purpose: 'direct-marketing', shown: ['consent'] })
    expect(await given()).toMatchObject({
      ...refused('condition-missing', 'LP-I.3'),
      facts: { needs: expect.any(Array) },
    })
    await bank.consent('advertising')
    expect(await given()).toMatchObject(refused('condition-missing', 'LP-I.3'))
    await bank.consent('direct-marketing')
    expect(await given()).toMatchObject(permitted('LP-I.3'))
    const withdrawal = { subject: String(bank.subject), purpose: 'direct-marketing' }
    expect(await bank.bank.do('consent.withdraw', withdrawal, { actor: bank.self })).toMatchObject({
      outcome: 'accepted',
    })
    expect(await given()).toMatchObject(refused('condition-missing', 'LP-I.3'))
  },
)

clause('LP-I.3', 'persons tell of themselves alone, whatever source they name', async () => {
  const bank = await RecordingBank.open('luminor')
  for (const [kind, source, purpose] of [
    ['credit-history', 'credit-bureau', 'creditworthiness'],
    ['income', 'authority', 'creditworthiness'],
    ['note', 'staff', 'service'],
    ['address', 'group', 'service'],
  ] as const) {
    const told = await bank.record([kind], source, { purpose, actor: bank.self })
    expect(told, source).toMatchObject({ ...refused('source-not-own', 'LP-I.3'), facts: { source } })
    expect((await bank.record([kind], source, { purpose })).code, source).toBe('permitted')
  }
  const own = await bank.record(['income'], 'subject', { purpose: 'creditworthiness', actor: bank.self })
  expect(own).toMatchObject(permitted('LP-I.3'))
  expect(bank.fact(own)).toMatchObject({ kind: 'income', source: 'subject' })
})

const informed = 'LP-I.3.others-informed'
const declared = { shown: ['declaration'] } as const

clause(informed, 'whoever gives data of another declares that the other knows and was shown the policy', async () => {
  const bank = await RecordingBank.open('luminor')
  expect(await bank.record(['address'], 'other-person')).toMatchObject(refused('condition-missing', informed))
  const recorded = await bank.record(['address'], 'other-person', declared)
  expect(recorded).toMatchObject({ ...permitted(informed), facts: { noticeDue: '2026-02-05' } })
})

clause(informed, 'the person is told within a month: the days around its end', async () => {
  for (const [on, due, after] of [
    ['2026-01-05', '2026-02-05', '2026-02-06'],
    ['2026-01-31', '2026-02-28', '2026-03-01'],
    ['2028-01-31', '2028-02-29', '2028-03-01'],
    ['2026-02-28', '2026-03-28', '2026-03-29'],
  ] as const)
    for (const [day, late] of [
      [on, false],
      [due, false],
      [after, true],
    ] as const) {
      const { bank, subject, ...others } = await open(on)
      expect(await others.record(['address'], 'other-person', declared)).toMatchObject({ facts: { noticeDue: due } })
      expect(bank.record(noticesOwed, subject)).toMatchObject({ due: Temporal.PlainDate.from(due), settled: undefined })
      if (day !== on) await bank.cutOver(day)
      const told = await bank.do('fact.give-notice', { party: String(subject), version: '2018-05-25' })
      expect(told).toMatchObject({ outcome: 'accepted', facts: { late } })
      expect(bank.record(noticesOwed, subject)?.settled).toMatchObject({ how: '2018-05-25' })
    }
})

clause(informed, 'nobody need be told whom Article 14(5) excepts, which is recorded', async () => {
  const { bank, subject, record } = await open()
  const except = () => bank.do('fact.give-notice', { party: String(subject), exception: 'informed' })
  expect(await except()).toMatchObject({ outcome: 'refused', code: 'notice-not-owed' })
  expect(await record(['address'], 'other-person', declared)).toMatchObject({ facts: { noticeDue: '2026-02-05' } })
  expect(await except()).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(noticesOwed, subject)?.settled).toMatchObject({ how: 'exception: informed' })
  expect(await except()).toMatchObject({ outcome: 'refused', code: 'notice-settled' })
})

clause(informed, 'at the first contact the person is told the same day', async () => {
  const { bank, subject, record } = await open()
  await writeLetter(bank, 'reminder')
  expect(await record(['address', 'email'], 'other-person', declared)).toMatchObject({
    facts: { noticeDue: '2026-02-05' },
  })
  await bank.cutOver('2026-01-12')
  const sent = await notify(new Chooser(bank, subject))
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { noticeDue: '2026-01-12' } })
  expect(bank.record(noticesOwed, subject)).toMatchObject({ due: Temporal.PlainDate.from('2026-01-12') })
})

async function open(on?: string) {
  const recording = await RecordingBank.open('luminor', on)
  const { bank, subject } = recording
  return { bank, subject, record: recording.record.bind(recording) }
}

const warned = 'LP-I.3.recording-warning'

clause(warned, 'a recording is announced; whoever refuses is served at a unit, and nothing is stored', async () => {
  const bank = await RecordingBank.open('luminor')
  const announce = async (agreed: boolean, subject = bank.subject) =>
    (await bank.bank.do('recording.announce', { subject: String(subject), agreed })).facts
  const keep = (announcement?: unknown) =>
    bank.record(['voice'], 'call', {
      shown: ['announcement'],
      numbers: { announcement: String(announcement ?? 'A-1') },
    })
  const unannounced = refused('condition-missing', warned)

  expect(await bank.record(['voice'], 'call')).toMatchObject(unannounced)
  expect(await keep()).toMatchObject(unannounced)
  expect(await announce(false)).toEqual({ recording: false, servedBy: 'unit' })
  expect(await keep()).toMatchObject(unannounced)
  const agreed = await announce(true)
  expect(agreed).toEqual({ recording: true, announcement: expect.any(String) })
  const { announcement: foreign } = await announce(true, await registerPerson(bank.bank, 'janis'))
  expect(await keep(foreign)).toMatchObject(unannounced)
  const kept = await keep(agreed['announcement'])
  expect(kept).toMatchObject(permitted(warned))
  expect(bank.fact(kept)).toMatchObject({ kind: 'voice', source: 'call' })
  // One announcement, one conversation.
  expect(await keep(agreed['announcement'])).toMatchObject(unannounced)
})

clause(
  warned,
  'whoever agreed and refuses later has nothing recorded from then on, until they agree anew',
  async () => {
    const bank = await RecordingBank.open('luminor')
    const keep = (announcement: string) =>
      bank.record(['voice'], 'call', { shown: ['announcement'], numbers: { announcement } })
    const earlier = await bank.announced()
    const refusal = await bank.bank.do('recording.announce', { subject: String(bank.subject), agreed: false })
    expect(refusal).toMatchObject({ outcome: 'accepted', facts: { recording: false, servedBy: 'unit' } })
    expect(await keep(earlier)).toMatchObject(refused('condition-missing', warned))
    expect(await keep(await bank.announced())).toMatchObject(permitted(warned))
    expect(await keep(earlier)).toMatchObject(refused('condition-missing', warned))
  },
)

clause('LP-I.3.combine', 'what is put together for a purpose lists the sources of its parts', async () => {
  const { bank, subject, record } = await open()
  const purpose = 'creditworthiness'
  const idsOf = async (recorded: ReturnType<typeof record>) => (await recorded).facts['facts'] as readonly string[]
  const own = await idsOf(record(['income'], 'subject', { purpose }))
  const foreign = await idsOf(record(['credit-history'], 'credit-bureau', { purpose }))
  const combine = (combines?: readonly string[], source = 'combined') =>
    record(['risk-class'], source, { purpose, ...(combines === undefined ? {} : { combines }) })
  expect(await combine()).toMatchObject(refused('combined-unknown', 'LP-I.3.combine'))
  expect(await combine(own, 'group')).toMatchObject(refused('combined-unknown', 'LP-I.3.combine'))
  expect(await combine(['99999999'])).toMatchObject(refused('combined-unknown', 'LP-I.3.combine'))
  const combined = await combine([...own, ...foreign])
  expect(combined).toMatchObject({ ...permitted('LP-I.3.combine'), facts: { sources: ['subject', 'credit-bureau'] } })
  const [fact] = combined.facts['facts'] as readonly string[]
  expect(bank.record(facts, Number(fact))).toMatchObject({ subject, combines: [...own, ...foreign].map(Number) })
})
