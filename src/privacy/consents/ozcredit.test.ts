import { expect } from 'vitest'
import { TestBank, teller } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { settledBy, told } from '../../parties/testing/people.ts'
import { switchChanges } from './changes/rules.ts'
import { acceptances } from './rules.ts'
import { Chooser, notify, offer, versionOf, writeLetter } from './testing/choices.ts'

const marketing = { role: 'marketing-officer', staff: 'M-01' } as const
const system = { role: 'system' } as const

/** A person at the consumer lender, and a letter of each kind. */
async function borrower(): Promise<Chooser> {
  const liga = await Chooser.in(await TestBank.open({ pack: 'ozcredit' }))
  await writeLetter(liga.bank, 'news', 'marketing')
  await writeLetter(liga.bank, 'reminder')
  return liga
}

clause(
  'OZ-0.agreement',
  'handing data over is kept as a notice shown with its version, and is no consent',
  async () => {
    const liga = await borrower()
    const shown = { document: 'OZ', version: versionOf(liga.bank, 'OZ'), by: 'handed-over' }
    expect(await liga.ask('notice.accept', { ...shown, version: '2001-01-01' })).toMatchObject({
      code: 'version-not-in-force',
    })
    const kept = await liga.ask('notice.accept', shown)
    expect(kept).toMatchObject({ outcome: 'accepted', facts: { consent: false, source: 'subject' } })
    expect(settledBy(kept)).toContain('OZ-0.agreement')
    expect(liga.bank.record(acceptances, Number(kept.facts['acceptance']))).toMatchObject({
      by: 'handed-over',
      version: shown.version,
    })
    expect(liga.switches).toBeUndefined()
    expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
  },
)

clause(
  'OZ-0.application',
  'taking consent back stops only what no duty and no step to the contract carries',
  async () => {
    const liga = await borrower()
    const identified = () => liga.gate(teller, 'identification', ['name', 'personal-code']).code
    const given = await liga.consent('identification', 'OZ')
    expect(given).toMatchObject({ outcome: 'accepted' })
    expect(identified()).toBe('permitted')
    await liga.consent('marketing', 'OZ')
    const ended = await liga.ask('consent.withdraw', { purpose: 'marketing' })
    expect(ended).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(ended)).toContain('OZ-0.application')
    expect(liga.gate(system, 'marketing', ['email']).code).toBe('consent-missing')
    const taken = await liga.ask('consent.withdraw', { purpose: 'identification' })
    expect(taken).toMatchObject({ outcome: 'accepted', facts: { goes: [] } })
    expect(settledBy(taken)).toContain('OZ-0.application')
    expect(identified()).toBe('permitted')
    const source = { party: String(liga.subject), facts: ['name'], purpose: 'identification', source: 'application' }
    const recorded = await liga.bank.do(
      'fact.record',
      { ...source, shown: [{ kind: 'application', reference: 'A-1' }] },
      { details: [told('Līga Testa')] },
    )
    expect(recorded).toMatchObject({ outcome: 'accepted' })
  },
)

clause('OZ-2.2', 'marketing goes on consent only, with contact data and marks of consent only', async () => {
  const liga = await borrower()
  const without = await offer(liga, 'email')
  expect(without).toMatchObject({ code: 'consent-missing' })
  expect(settledBy(without)[0]).toBe('OZ-2.2')
  await liga.consent('marketing', 'OZ')
  expect(liga.gate(marketing, 'marketing', ['email', 'phone', 'consent-mark']).code).toBe('permitted')
  const more = liga.gate(marketing, 'marketing', ['income'])
  expect(more.code).toBe('kind-not-needed')
  const sent = await offer(liga, 'email')
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { purpose: 'marketing' } })
  expect(settledBy(sent)).toContain('OZ-2.2')
})

clause('OZ-6.1', 'messages about the contract go on its basis, commercial ones on consent alone', async () => {
  const liga = await borrower()
  const reminder = await notify(liga)
  expect(reminder).toMatchObject({ outcome: 'accepted', facts: { purpose: 'contract-messages' } })
  expect(settledBy(reminder)).toContain('OZ-6.1')
  const commercial = await offer(liga, 'email')
  expect(commercial).toMatchObject({ code: 'consent-missing' })
  expect(settledBy(commercial)).toContain('OZ-6.1')
  await liga.consent('marketing', 'OZ')
  const sent = await offer(liga, 'email')
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { purpose: 'marketing' } })
  expect(settledBy(sent)).toContain('OZ-6.1')
})

clause(
  'OZ-6.2',
  'consent to commercial messages is given in the account or on paper, and stands until withdrawn',
  async () => {
    const liga = await borrower()
    const asked = { purpose: 'marketing', version: versionOf(liga.bank, 'OZ'), language: 'lv' }
    expect(await liga.tell('consent.give', { ...asked, way: 'phone', evidence: 'P-1' })).toMatchObject({
      code: 'way-not-offered',
    })
    for (const [source, actor] of [
      ['consent-account', liga.self],
      ['consent-paper', marketing],
    ] as const) {
      const mark = { party: String(liga.subject), facts: ['consent-mark'], purpose: 'marketing', source }
      const recorded = await liga.bank.do('fact.record', mark, { details: [told('yes', 'marketing')], actor })
      expect(recorded).toMatchObject({ outcome: 'accepted' })
    }
    const paper = await liga.tell('consent.give', { ...asked, way: 'unit', evidence: 'P-2' })
    expect(paper).toMatchObject({ outcome: 'accepted', facts: { way: 'unit' } })
    expect(settledBy(paper)).toContain('OZ-6.2')
    expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
    await liga.ask('consent.withdraw', { purpose: 'marketing' })
    expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
    const account = await liga.consent('marketing', 'OZ')
    expect(account).toMatchObject({ outcome: 'accepted', facts: { way: 'internet-bank' } })
    expect(settledBy(account)).toContain('OZ-6.2')
  },
)

clause(
  'OZ-6.3',
  'each of four ways ends the messages: in the account, at a location, by e-mail, by phone',
  async () => {
    const liga = await borrower()
    const withdrawals = [
      () => liga.ask('consent.withdraw', { purpose: 'marketing' }),
      ...(['unit', 'email', 'phone'] as const).map(
        (way) => () => liga.tell('consent.withdraw', { purpose: 'marketing', way }),
      ),
    ]
    for (const withdraw of withdrawals) {
      await liga.consent('marketing', 'OZ')
      expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
      const ended = await withdraw()
      expect(ended).toMatchObject({ outcome: 'accepted', facts: { ends: true } })
      expect(settledBy(ended)).toContain('OZ-6.3')
      expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
    }
    await liga.consent('marketing', 'OZ')
    const refused = await liga.tell('marketing.refuse', { way: 'phone' })
    expect(refused).toMatchObject({ outcome: 'accepted', facts: { changed: true } })
    const stopped = await offer(liga, 'email')
    expect(stopped).toMatchObject({ code: 'processing-stopped' })
    expect(settledBy(stopped)[0]).toBe('OZ-6.3')
  },
)

clause('OZ-5.3', 'consent ends at a location or by e-mail; what was done stays lawful, other bases go on', async () => {
  const liga = await borrower()
  for (const way of ['unit', 'email'] as const) {
    const given = await liga.consent('marketing', 'OZ')
    expect(await offer(liga, 'email')).toMatchObject({ outcome: 'accepted' })
    const ended = await liga.tell('consent.withdraw', { purpose: 'marketing', way })
    expect(ended).toMatchObject({ outcome: 'accepted', facts: { way, ends: true } })
    expect(settledBy(ended)).toContain('OZ-5.3')
    // The consent on which it was done stays on record.
    const kept = liga.bank.record(switchChanges, Number(given.facts['change']))
    expect(kept).toMatchObject({ act: 'consent-given', purposes: ['marketing'] })
    expect(await offer(liga, 'email')).toMatchObject({ code: 'consent-missing' })
    expect(await notify(liga)).toMatchObject({ outcome: 'accepted' })
    expect(liga.gate(teller, 'identification', ['name']).code).toBe('permitted')
  }
})
