/** Claims in a bank for tests, made and decided the way of all commands. */
import { expect } from 'vitest'
import { operator, TestBank } from '../../../../tests/bank.ts'
import { accountIn, ligaWithAccount, openInternal, payIn } from '../../../accounts/testing/accounts.ts'
import { deadlineKey, deadlines } from '../../../kernel/deadline.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { idIn, told } from '../../../parties/testing/people.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type Claim, claims } from '../rules.ts'

/** An entry of 10.00 on Līga's account. */
export type Booked = {
  readonly bank: TestBank
  readonly liga: PartyId
  readonly account: AccountId
  readonly booked: DecisionView
  readonly entry: { readonly decision: string; readonly seq: number }
}

/** A bank in which Līga has an entry, booked on a day. */
export async function bookedEntry(options: { on?: string; change?: (pack: Pack) => Pack } = {}): Promise<Booked> {
  const bank = await TestBank.open(options)
  const { liga, account } = await ligaWithAccount(bank)
  const booked = await payIn(bank, await openInternal(bank, 'till'), account, 1_000)
  return { bank, liga, account, booked, entry: { decision: booked.id, seq: accountIn(bank, account).seq } }
}

/** Notes that a document which shows the entry was sent today: from now on it is known. */
export const sendDocument = ({
  bank,
  account,
  entry,
}: Pick<Booked, 'bank' | 'account' | 'entry'>): Promise<DecisionView> =>
  bank.do('sent-document.note', { account: String(account), entry, document: 'NOTICE-0007' })

/** Līga concludes a service agreement on digital channels: from now on what is booked is known. */
export const goDigital = ({ bank, liga }: Pick<Booked, 'bank' | 'liga'>): Promise<DecisionView> =>
  bank.do('digital-channels.agree', { customer: String(liga) })

/** A claim about the entry, handed in on paper. */
export function claim(
  { bank, account, entry }: Pick<Booked, 'bank' | 'account' | 'entry'>,
  more: object = {},
): Promise<DecisionView> {
  const payload = { account: String(account), entry, error: 'wrong-amount', form: 'paper', language: 'lv', ...more }
  return bank.do('claim.make', payload, { details: [told('It should be 100.00', 'payment-details')] })
}

export const decide = (bank: TestBank, made: DecisionView, verdict: object): Promise<DecisionView> =>
  bank.do('claim.decide', { claim: made.facts['claim'], ...verdict }, { actor: operator })

export const answer = (bank: TestBank, made: DecisionView): Promise<DecisionView> =>
  bank.do('claim.answer', { claim: made.facts['claim'] })

export function claimIn(bank: TestBank, made: DecisionView): Claim {
  const found = bank.record(claims, idIn<number>(made, 'claim'))
  expect(found).toBeDefined()
  return found as Claim
}

/** Whether the deadline stands; undefined when it was never set. */
export const deadlineIn = (bank: TestBank, due: string, kind: string, subject: number) =>
  bank.record(deadlines, deadlineKey({ due: Temporal.PlainDate.from(due), kind, subject }))

/** The pack with another policy for late claims. */
export const lateClaims =
  (policy: 'always' | 'never') =>
  (pack: Pack): Pack => ({ ...pack, policies: { ...pack.policies, 'claim.late': policy } })
