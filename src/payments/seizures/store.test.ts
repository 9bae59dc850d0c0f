/** Orders, their steps and linked cards on a database; and that all of what an order reaches is found from whatever a command names. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { operator, secondOperator, TestBank } from '../../../tests/bank.ts'
import { accountFiles, numberOf } from '../../accounts/files/rules.ts'
import { about, debitFee, eur, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import { expectKeptAlike } from '../../accounts/testing/kept-alike.ts'
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
  const third = await ordered(of, 100, { reference: '3', kind: 'seizure' })
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

let bank: DatabaseBank
let made: Awaited<ReturnType<typeof live>>
let twin: TestBank
beforeAll(async () => {
  bank = await DatabaseBank.open()
  made = await live(bank.asTestBank)
  twin = await TestBank.open()
  await live(twin)
})
afterAll(() => bank.close())

const kept: readonly AnyCollection[] = [seizures, seizureSteps, accountCards, cardTokens]
it.each(kept.map((collection) => [collection.name, collection] as const))(
  'the database keeps every %s as it was',
  (_name, collection) => expectKeptAlike(bank, twin, collection),
)

it('orders and what was done for them are read in their order, with the decisions', async () => {
  const { sql } = bank.institution
  const [found] = await seizuresOf(sql, bank.lane, [made.agreement])
  expect(found?.orders.map(({ reference, ground }) => [reference, ground])).toEqual([
    ['1', 'fulfilled'],
    ['2', null],
    ['3', 'withdrawn'],
  ])
  const steps = await stepsOf(sql, bank.lane, [made.agreement])
  expect(steps.map(({ what }) => what)).toEqual(['kept', 'kept', 'kept', 'gathered', 'paid', 'gathered', 'gathered'])
  expect(steps.every(({ place }, i) => i === 0 || place >= (steps[i - 1]?.place ?? 0))).toBe(true)
})

const waitingOrder = async () => {
  const found = (await bank.stored(seizures, made.agreement)) as AgreementSeizures
  return found.orders.find(({ order }) => String(order) === made.second.order)
}

it('with nothing in memory, money that comes by number or by a reversal is caught', async () => {
  const [, account] = made.accounts
  const { till } = made.of
  const file = await bank.stored(accountFiles, account)
  if (file === undefined) throw new Error('the account has no file')
  await bank.restart()
  const incoming = { nostro: String(made.nostro), to: { number: numberOf(file) }, amount: eur(40) }
  expect(await bank.do('payment.incoming', incoming, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  expect((await waitingOrder())?.kept).toEqual([{ account, amountMinor: 40n }])
  const fees = await openInternal(bank.asTestBank, 'fees')
  const debited = await debitFee(bank.asTestBank, account, fees, 40)
  await bank.restart()
  const proposed = await bank.do('correction.propose', { decision: debited.id, ground: 'twice' }, { actor: operator })
  await bank.restart()
  const correction = { correction: String(proposed.facts['correction']) }
  const done = await bank.do('correction.approve', correction, { actor: secondOperator })
  expect(done).toMatchObject({ outcome: 'accepted' })
  await bank.restart()
  expect(await payIn(bank.asTestBank, till, account, 3)).toMatchObject({ outcome: 'accepted' })
  expect((await waitingOrder())?.kept).toEqual([{ account, amountMinor: 43n }])
})

it('the close of a day names the agreements whose orders wait, part by part', async () => {
  const { sql } = bank.institution
  const day = Temporal.PlainDate.from('2026-01-05')
  const part = await seizureStep.next(sql, bank.lane, day, undefined)
  expect(part).toEqual({
    payloads: [{ agreements: [String(made.agreement)] }],
    subjects: 1,
    after: String(made.agreement),
  })
  expect(await seizureStep.next(sql, bank.lane, day, part?.after)).toBeUndefined()
  expect(await agreementsWaiting(sql, bank.lane, 0, 10)).toEqual([made.agreement])
  await bank.restart()
  expect(await bank.do('seizure.spread', part?.payloads[0], { actor: { role: 'system' } })).toMatchObject({
    facts: { changed: 0 },
  })
})

it('the database refuses more than is ordered', async () => {
  const { sql } = bank.institution
  const more = sql`update seizure_order set taken = ordered + 1 where lane = ${bank.lane}`
  await expect(more).rejects.toThrow('seizure_order')
})
