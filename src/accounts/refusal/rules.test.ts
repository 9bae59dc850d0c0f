import { expect, test } from 'vitest'
import { TestBank, testLane } from '../../../tests/bank.ts'
import { clause, packUnderTest } from '../../../tests/clause.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy, told } from '../../parties/testing/people.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { agreementOf, agreements } from '../../terms/agreements/rules.ts'
import type { Affairs } from '../affairs/rules.ts'
import { about, accountIn, openInternal, openPending, payIn, plainAccount } from '../testing/accounts.ts'
import { accountRefusals, decideRefuseActivation, decideRefuseOpening } from './rules.ts'

const words = 'The declared purpose does not fit what was said at the counter.'
const note = { details: [told(words, 'staff-note')] }

clause('RA-4.4', 'an opening is refused; the answer carries the clause and no reason', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const payload = { refused: 'opening', customer: String(liga), reason: 'purpose-unclear' }
  const refused = await bank.do('account.refuse', payload, note)
  expect(refused.outcome).toBe('accepted')
  expect(refused.cited.disclosed).toEqual([{ document: 'RA', version: '2018-11-01', clause: '4.4' }])
  expect(settledBy(refused)).toEqual(['RA-4.4'])
  expect(JSON.stringify(refused.facts)).not.toContain('purpose')
  expect(bank.record(agreementOf, liga)).toBeUndefined()
})

clause('RA-4.4', 'an activation is refused, and the closing of the account begins', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const account = await openPending(bank, [liga])
  const refused = await about(bank, 'account.refuse', account, { refused: 'activation', reason: 'law' }, note)
  expect(settledBy(refused)).toEqual(['RA-4.4'])
  expect(JSON.stringify(refused.facts)).not.toContain('law')
  expect(accountIn(bank, account).status).toBe('closing')
  expect(await about(bank, 'account.activate', account)).toMatchObject({ code: 'account-not-opened' })
  expect(await about(bank, 'account.close', account)).toMatchObject({ outcome: 'accepted' })
})

clause('RA-4.4', 'the internal reason is kept for staff apart', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const payload = { refused: 'opening', customer: String(liga), reason: 'risk-appetite' }
  const refused = await bank.do('account.refuse', payload, note)
  expect(refused.internal).toEqual({ reason: 'risk-appetite' })
  const refusal = idIn(refused, 'refusal')
  expect(bank.record(accountRefusals, refusal)).toMatchObject({ refused: 'opening', customer: liga, refusedBy: 'T-01' })
  const steps = bank.storage.journal(testLane).flatMap((batch) => batch.steps.get(accountRefusals) ?? [])
  expect(steps.map(({ sealed }) => sealed?.toString())).toEqual([words])
  const rows = bank.storage.journal(testLane).flatMap((batch) => batch.decisions)
  expect(JSON.stringify(rows.map(({ payload, facts, internal }) => [payload, facts, internal]))).not.toContain(words)
})

test('an active account cannot be refused any more, and money that came in stays until it is paid out', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const account = await openPending(bank, [liga])
  const till = await openInternal(bank, 'till')
  await payIn(bank, till, account, 100)
  const refuse = () => about(bank, 'account.refuse', account, { refused: 'activation', reason: 'other' })
  await refuse()
  expect(await about(bank, 'account.close', account)).toMatchObject({ code: 'account-not-empty' })
  const active = await openPending(bank, [liga])
  await about(bank, 'account.activate', active)
  const late = await about(bank, 'account.refuse', active, { refused: 'activation', reason: 'other' })
  expect(late).toMatchObject({ outcome: 'refused', code: 'account-not-opened' })
})

test('the agreement stays in force when an activation was refused', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const account = await openPending(bank, [liga])
  await about(bank, 'account.refuse', account, { refused: 'activation', reason: 'other' })
  await about(bank, 'account.close', account)
  const [agreement] = [...bank.storage.records(testLane, 'agreement').values()]
  expect(agreement).toMatchObject({ status: 'in-force', withdrawnOn: null, accounts: [{ account, state: 'closed' }] })
  expect(bank.record(agreements, accountIn(bank, account).agreement as never)).toBe(agreement)
})

test('an institution whose policy is never to do so does not refuse without a reason', async () => {
  const pack = packUnderTest('luminor')
  const policies = { ...pack.policies, 'account.unexplained-refusal': 'never' } as const
  const terms = new Rulebook({ ...pack, policies }).terms(Temporal.PlainDate.from('2026-01-05'))
  const asked = { refusal: 1, reason: 'other', note: undefined, by: 'T-01' } as const
  const decision = decideRefuseOpening(1 as never, asked, Temporal.PlainDate.from('2026-01-05'), terms)
  expect(decision).toMatchObject({ outcome: 'refused', code: 'refusal-not-allowed' })
})

test('the policy is asked before the account, as the order of refusals says', () => {
  const pack = packUnderTest('luminor')
  const policies = { ...pack.policies, 'account.unexplained-refusal': 'never' } as const
  const on = Temporal.PlainDate.from('2026-01-05')
  const asked = { refusal: 1, reason: 'other', note: undefined, by: 'T-01' } as const
  const affairs = { account: plainAccount(), file: {}, agreement: { holders: [1] } } as unknown as Affairs
  const under = (of: typeof pack) => decideRefuseActivation(affairs, asked, on, new Rulebook(of).terms(on))
  expect(under({ ...pack, policies })).toMatchObject({ code: 'refusal-not-allowed' })
  expect(under(pack)).toMatchObject({ code: 'account-not-opened' })
})

test('an unknown customer or account cannot be refused', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const nobody = (liga + 1000) as unknown as AccountId
  const opening = await bank.do('account.refuse', { refused: 'opening', customer: String(nobody), reason: 'other' })
  expect(opening).toMatchObject({ code: 'party-unknown' })
  const activation = await about(bank, 'account.refuse', nobody, { refused: 'activation', reason: 'other' })
  expect(activation).toMatchObject({ code: 'account-unknown' })
})
