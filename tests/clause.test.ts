import { expect, it } from 'vitest'
import { accept, type Cited, refuse } from '../src/kernel/decision.ts'
import { Rulebook, type Terms } from '../src/rulebook/terms.ts'
import { operator, TestBank } from './bank.ts'
import { knockouts, notices, packUnderTest, watchDecision, watchStatement } from './clause.ts'

const id = 'RA-4.1'
const open = (bank: TestBank, currency = 'EUR') =>
  bank.do('internal.open', { product: 'nostro', currency }, { actor: operator })

/** What each knock-out of the clause says of a test: `noticed`, or what is wrong with the test. */
async function judged(test: () => Promise<void>): Promise<Record<string, string>> {
  const verdicts: Record<string, string> = {}
  for (const knockout of knockouts(id))
    verdicts[knockout.name] = await notices(id, test, knockout).then(
      () => 'noticed',
      (error: Error) => error.message,
    )
  return verdicts
}

it('an honest test notices the provision, its parameters and the outcome', async () => {
  const verdicts = await judged(async () => {
    const bank = await TestBank.open()
    expect(await open(bank)).toMatchObject({ outcome: 'accepted' })
    expect(await open(bank, 'JPY')).toMatchObject({ code: 'currency-not-offered' })
  })
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['noticed']))
  expect(Object.keys(verdicts)).toEqual(['account.currency', 'account.currency.currencies', 'its outcome'])
})

it('a test that looks at nothing does not notice the outcome', async () => {
  const verdicts = await judged(async () => void (await open(await TestBank.open())))
  expect(verdicts['account.currency']).toBe('noticed')
  expect(verdicts['its outcome']).toContain('asserts nothing about the outcome')
})

it('a test that never meets a parameter does not notice that it moved', async () => {
  const verdicts = await judged(async () => {
    expect(await open(await TestBank.open(), 'JPY')).toMatchObject({ outcome: 'refused' })
  })
  expect(verdicts['account.currency.currencies']).toContain('the test passes although')
})

it('a test that fails before it sends a command shows nothing', async () => {
  let runs = 0
  const verdicts = await judged(async () => {
    // Whole runs come first and alternate with those of the knock-outs.
    runs += 1
    if (runs % 2 === 0) expect.fail('the set-up is broken')
    expect(await open(await TestBank.open())).toMatchObject({ outcome: 'accepted' })
  })
  for (const verdict of Object.values(verdicts)) expect(verdict).toContain('fails before it sends a command')
})

it('a test that fails for another reason shows nothing', async () => {
  const verdicts = await judged(async () => {
    const decision = await open(await TestBank.open())
    if (decision.outcome === 'refused') throw new TypeError('cannot read this')
  })
  expect(verdicts['its outcome']).toContain('fails for another reason: cannot read this')
})

it('a test whose set-up does not work with the whole pack shows nothing', async () => {
  const verdicts = await judged(() => Promise.reject(new Error('the set-up is broken')))
  for (const verdict of Object.values(verdicts)) expect(verdict).toBe('the set-up is broken')
})

it('a decision outside the catalogue is watched: its outcome is turned round, and what was asserted of it noticed', async () => {
  const decide = watchDecision((offered: boolean, terms: Terms) =>
    offered
      ? accept([], terms.cite('account.currency'))
      : refuse('currency-not-offered', terms.cite('account.currency')),
  )
  const terms = () => new Rulebook(packUnderTest('luminor')).terms(Temporal.PlainDate.from('2026-01-05'))
  const asserting = await judged(async () => {
    const { currencies } = terms().parameters('account.currency')
    expect(currencies).toContain('EUR')
    expect(decide(currencies.includes('JPY'), terms()).outcome).toBe('refused')
  })
  expect(asserting['its outcome']).toBe('noticed')
  expect(asserting['account.currency']).toContain('fails before it sends a command')
  const looking = await judged(async () => void decide(true, terms()))
  expect(looking['account.currency']).toBe('noticed')
  expect(looking['its outcome']).toContain('asserts nothing about the outcome')
})

it('a statement is watched like a decision: turned round it is silent on the clause, and what was asserted of it noticed', async () => {
  type Statement = { readonly currencies: readonly string[]; readonly cited: Cited['settled'] }
  const publish = watchStatement(
    (terms: Terms): Statement => ({
      currencies: terms.parameters('account.currency').currencies,
      cited: terms.cite('account.currency').settled,
    }),
    ({ cited }) => cited,
    (statement, isCited) => (isCited(statement.cited) ? { ...statement, currencies: [] } : statement),
  )
  const terms = () => new Rulebook(packUnderTest('luminor')).terms(Temporal.PlainDate.from('2026-01-05'))
  const offered = terms().parameters('account.currency').currencies
  const asserting = await judged(async () => expect(publish(terms()).currencies).toEqual(offered))
  expect(new Set(Object.values(asserting))).toEqual(new Set(['noticed']))
  const looking = await judged(async () => void publish(terms()))
  expect(looking['account.currency']).toBe('noticed')
  expect(looking['its outcome']).toContain('asserts nothing about the outcome')
})
