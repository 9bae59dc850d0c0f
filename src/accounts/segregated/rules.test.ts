import { expect, test } from 'vitest'
import { type Ask, TestBank, testLane } from '../../../tests/bank.ts'
import { clause, packUnderTest } from '../../../tests/clause.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy, told } from '../../parties/testing/people.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { accountIn } from '../testing/accounts.ts'
import { excludes, exclusions, type Segregation, segregations } from './rules.ts'

const proof: Ask = { details: [told('certificate of office 17/2025')] }

const ask = (bank: TestBank, holder: PartyId, other: object = {}, how: Ask = proof) =>
  bank.do('segregated-account.open', { holder: String(holder), currency: 'EUR', channel: 'location', ...other }, how)

/** What the pack's table keeps from the money of each kind of subject. */
const regimes = {
  'payment-institution': ['own-debts', 'set-off', 'seizure'],
  'electronic-money-institution': ['own-debts', 'set-off', 'seizure'],
  'sworn-notary': ['own-debts', 'set-off', 'seizure', 'fees'],
  'insolvency-administrator': ['own-debts', 'set-off', 'seizure'],
  'house-manager': ['own-debts', 'set-off'],
}

clause('RA-4.8', "an account for third parties' money is agreed separately", async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const opened = await ask(bank, liga, { subject: 'house-manager' })
  expect(settledBy(opened)).toContain('RA-4.8')
  const account = idIn<AccountId>(opened, 'account')
  expect(accountIn(bank, account).product).toBe('segregated')
  expect(bank.record(segregations, account)?.agreedOn.toString()).toBe('2026-01-05')
  expect(opened.facts['excludes']).toEqual(regimes['house-manager'])
})

clause('RA-4.8', 'for a proved subject the regime of the table says what is excluded, kind by kind', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  for (const [subject, excluded] of Object.entries(regimes)) {
    const opened = await ask(bank, liga, { subject })
    expect(opened).toMatchObject({ outcome: 'accepted', facts: { subject, excludes: excluded } })
    const segregation = bank.record(segregations, idIn<AccountId>(opened, 'account'))
    const terms = bank.rulebook.terms(Temporal.PlainDate.from('2026-01-05'))
    expect(exclusions.filter((what) => excludes(segregation, what, terms))).toEqual(excluded)
  }
})

clause('RA-4.8', 'without proof no regime applies', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const unproved = await ask(bank, liga, { subject: 'sworn-notary' }, {})
  expect(unproved).toMatchObject({ outcome: 'refused', code: 'proof-missing' })
  expect(settledBy(unproved)).toEqual(['RA-4.8'])
  expect(await ask(bank, liga, {}, {})).toMatchObject({ outcome: 'accepted', facts: { subject: null, excludes: [] } })
  expect(await ask(bank, liga, { subject: 'sworn-notary' })).toMatchObject({
    outcome: 'accepted',
    facts: { excludes: regimes['sworn-notary'] },
  })
})

clause('RA-4.8', 'what the parties agreed otherwise takes the place of the regime', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const opened = await ask(bank, liga, { subject: 'sworn-notary', otherwise: ['seizure'] })
  expect(opened).toMatchObject({ outcome: 'accepted', facts: { excludes: ['seizure'] } })
  expect(await ask(bank, liga, { subject: 'sworn-notary' })).toMatchObject({
    outcome: 'accepted',
    facts: { excludes: regimes['sworn-notary'] },
  })
})

clause('RA-4.8', 'the proof is kept', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const opened = await ask(bank, liga, { subject: 'payment-institution' })
  expect(opened.facts['excludes']).toEqual(regimes['payment-institution'])
  const account = idIn<AccountId>(opened, 'account')
  expect(bank.record(segregations, account)).toMatchObject({ subject: 'payment-institution', proofSeenBy: 'T-01' })
  const steps = bank.storage.journal(testLane).flatMap((batch) => batch.steps.get(segregations) ?? [])
  expect(steps.map(({ sealed }) => sealed?.toString())).toEqual(['certificate of office 17/2025'])
})

test('a subject that the table does not know is refused', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  expect(await ask(bank, liga, { subject: 'bookmaker' })).toMatchObject({ outcome: 'refused', code: 'subject-unknown' })
  expect(await ask(bank, liga, { currency: 'JPY' })).toMatchObject({ outcome: 'refused', code: 'currency-not-offered' })
})

test('nothing is excluded on an account that is not segregated', () => {
  const terms = new Rulebook(packUnderTest('luminor')).terms(Temporal.PlainDate.from('2026-01-05'))
  expect(exclusions.some((what) => excludes(undefined, what, terms))).toBe(false)
  const none: Segregation = {
    account: 1 as AccountId,
    agreedOn: Temporal.PlainDate.from('2026-01-05'),
    subject: 'sworn-notary',
    provedOn: null,
    proofSeenBy: null,
    otherwise: [],
  }
  expect(exclusions.some((what) => excludes(none, what, terms))).toBe(false)
})
