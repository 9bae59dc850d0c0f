/** Orders, their steps and linked cards on a database; and that all of what an order reaches is found from whatever a command names. */

import { expect, it } from 'vitest'
import { operator, secondOperator, type TestBank } from '../../../tests/bank.ts'
import { accountFiles, numberOf } from '../../accounts/files/rules.ts'
import { about, debitFee, eur, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import { testsKeptAlike } from '../../accounts/testing/kept-alike.ts'
import type { AgreementId } from '../../kernel/ids.ts'
import type { AnyCollection } from '../../kernel/state.ts'
import { idIn } from '../../parties/testing/people.ts'
import { accountCards, cardTokens } from '../cards/rules.ts'
import { seizureStep } from './catching/step.ts'
import { type AgreementSeizures, seizureSteps, seizures } from './rules.ts'
import { agreementsWaiting, seizuresOf, stepsOf } from './store.ts'
import { companyInDebt, onOrder, openWith, ordered, paidOut } from './testing/orders.ts'

/** Something of everything that orders and cards keep. */
async function live(bank: TestBank) {
  const of = await companyInDebt(bank)
  const accounts = [await openWith(of, 1_000), await openWith(of, 500)] as const
  const nostro = await openInternal(bank, 'nostro')
  const first = await ordered(of, 900, { reference: '1' })
  const second = await ordered(of, 2_000, { reference: '2' })
  const third = await ordered(of, 100, { reference: '3', kind: 'seizure', monthly: eur(40) })
  await onOrder(bank, 'gather', first)
  await paidOut(bank, first, nostro)
  await onOrder(bank, 'gather', second)
  await onOrder(bank, 'propose-payment', second, { nostro: String(nostro) })
  await onOrder(bank, 'release', third, { ground: 'withdrawn' })
  const limits = { limits: ['uncarded', 'unactivated'] }
  const card = idIn(
    await about(bank, 'card.link', accounts[0], { token: 'token-0001', lastFour: '4242', ...limits }),
    'card',
  )
  await about(bank, 'card.activate', accounts[0], { card: String(card) }, { actor: { role: 'system' } })
  const other = idIn(await about(bank, 'card.link', accounts[0], { token: 'token-0002', lastFour: '0042' }), 'card')
  await about(bank, 'card.unlink', accounts[0], { card: String(other) })
  return { of, accounts, nostro, second, agreement: Number(second.agreement) as AgreementId }
}

const kept: readonly AnyCollection[] = [seizures, seizureSteps, accountCards, cardTokens]
const lived = testsKeptAlike(live, kept)

it('orders and what was done for them are read in their order, with the decisions', async () => {
  const { sql } = lived.bank.institution
  const [found] = await seizuresOf(sql, lived.bank.lane, [lived.made.agreement])
  expect(found?.orders.map(({ reference, ground }) => [reference, ground])).toEqual([
    ['1', 'fulfilled'],
    ['2', null],
    ['3', 'withdrawn'],
  ])
  const steps = await stepsOf(sql, lived.bank.lane, [lived.made.agreement])
  expect(steps.map(({ what }) => what)).toEqual(['kept', 'kept', 'kept', 'gathered', 'paid', 'gathered', 'gathered'])
  expect(steps.every(({ place }, i) => i === 0 || place >= (steps[i - 1]?.place ?? 0))).toBe(true)
})

const waitingOrder = async () => {
  const found = (await lived.bank.stored(seizures, lived.made.agreement)) as AgreementSeizures
  return found.orders.find(({ order }) => String(order) === lived.made.second.order)
}

it('with nothing in memory, money that comes by number or by a reversal is caught', async () => {
  const [, account] = lived.made.accounts
  const { till } = lived.made.of
  const file = await lived.bank.stored(accountFiles, account)
  if (file === undefined) throw new Error('the account has no file')
  await lived.bank.restart()
  const incoming = { nostro: String(lived.made.nostro), to: { number: numberOf(file) }, amount: eur(50) }
  expect(await lived.bank.do('payment.incoming', incoming, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  // 0.10 of it is the fee for a company.
  expect((await waitingOrder())?.kept).toEqual([{ account, amountMinor: 40n }])
  const fees = await openInternal(lived.bank.asTestBank, 'fees')
  const debited = await debitFee(lived.bank.asTestBank, account, fees, 40)
  await lived.bank.restart()
  const proposed = await lived.bank.do(
    'correction.propose',
    { decision: debited.id, ground: 'twice' },
    { actor: operator },
  )
  await lived.bank.restart()
  const correction = { correction: String(proposed.facts['correction']) }
  const done = await lived.bank.do('correction.approve', correction, { actor: secondOperator })
  expect(done).toMatchObject({ outcome: 'accepted' })
  await lived.bank.restart()
  expect(await payIn(lived.bank.asTestBank, till, account, 3)).toMatchObject({ outcome: 'accepted' })
  expect((await waitingOrder())?.kept).toEqual([{ account, amountMinor: 43n }])
})

it('with nothing in memory, more is gathered in the technical account, and all is paid out from there', async () => {
  await lived.bank.restart()
  expect(await onOrder(lived.bank.asTestBank, 'gather', lived.made.second)).toMatchObject({
    facts: { gatheredNow: eur(43) },
  })
  const gathered = (await waitingOrder())?.gathered.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  await lived.bank.restart()
  const paid = await onOrder(lived.bank.asTestBank, 'approve-payment', lived.made.second, {}, { actor: secondOperator })
  expect(paid).toMatchObject({ outcome: 'accepted', facts: { paidNow: eur(Number(gathered)) } })
  expect(await waitingOrder()).toMatchObject({ gathered: [], paidMinor: gathered })
})

it('the close of a day names the agreements whose orders wait, part by part', async () => {
  const { sql } = lived.bank.institution
  const day = Temporal.PlainDate.from('2026-01-05')
  const part = await seizureStep.next(sql, lived.bank.lane, day, undefined)
  expect(part).toEqual({
    payloads: [{ agreements: [String(lived.made.agreement)] }],
    subjects: 1,
    after: String(lived.made.agreement),
  })
  expect(await seizureStep.next(sql, lived.bank.lane, day, part?.after)).toBeUndefined()
  expect(await agreementsWaiting(sql, lived.bank.lane, 0, 10)).toEqual([lived.made.agreement])
  await lived.bank.restart()
  expect(await lived.bank.do('seizure.spread', part?.payloads[0], { actor: { role: 'system' } })).toMatchObject({
    facts: { changed: 0 },
  })
})

it('the database refuses more than is ordered', async () => {
  const { sql } = lived.bank.institution
  const more = sql`update seizure_order set taken = ordered + 1 where lane = ${lived.bank.lane}`
  await expect(more).rejects.toThrow('seizure_order')
})
