/** What stands in the way of acting, of a debit and of a credit, as the model bank sees it. */
import type { Actor } from '../../src/storage/command.ts'
import type { ModelAccount, ModelBank } from './bank.ts'

// biome-ignore lint/suspicious/noExplicitAny: payloads of every kind, read by name
export type Payload = any

export const isStaff = ({ role }: Actor): boolean => role === 'teller' || role === 'operator'

/** Why whoever asks may not act for the account's holder. */
export function mayNotAct(bank: ModelBank, account: ModelAccount, payload: Payload, actor: Actor): string | undefined {
  if (actor.role === 'system' || account.holder === null) return undefined
  const holder = bank.parties.get(account.holder)
  const who = isStaff(actor)
    ? (payload.orderedBy ?? (holder?.kind === 'natural' ? account.holder : ''))
    : String(actor.party)
  return mayNotRepresent(bank, account.holder, who, payload.amount)
}

const closeness = ['no-authorisation', 'authorisation-not-accepted', 'amount-not-comparable', 'amount-over-limit']

export function mayNotRepresent(bank: ModelBank, customer: string, who: string, amount?: Payload): string | undefined {
  if (bank.parties.get(customer)?.kind === 'natural' && who === customer) return undefined
  let closest = 0
  for (const one of bank.authorisations.values()) {
    if (one.customer !== customer || one.representative !== who || one.status === 'ended') continue
    const limited = one.status === 'accepted' && one.most !== null && amount !== undefined
    const refusal =
      one.status === 'submitted'
        ? 1
        : !limited
          ? -1
          : amount.currency !== 'EUR'
            ? 2
            : BigInt(amount.minor) > (one.most ?? 0n)
              ? 3
              : -1
    if (refusal === -1) return undefined
    closest = Math.max(closest, refusal)
  }
  return closeness[closest]
}

export function wrongValueDate(bank: ModelBank, payload: Payload, { role }: Actor): string | undefined {
  const free =
    payload.valueDate === undefined || payload.valueDate === bank.date || role === 'operator' || role === 'system'
  return free ? undefined : 'value-date-not-allowed'
}

/** What the holder owes in the account's currency by a day. */
function dueBy(bank: ModelBank, { holder, currency }: ModelAccount, day: string): bigint {
  if (currency !== 'EUR') return 0n
  const dues = bank.agreements.get(holder ?? '')?.dues ?? []
  return dues.reduce((sum, { left, dueOn }) => (dueOn <= day ? sum + left : sum), 0n)
}

/** What stands in the way of every debit, whatever cover there is. */
export function notOpenToDebits(bank: ModelBank, account: ModelAccount): string | undefined {
  if (account.status === 'closed') return 'account-closed'
  if (account.status === 'closing') return 'account-closing'
  if (account.status === 'opened') return 'account-not-active'
  return bank.blocks(account, 'debits') ? 'account-restricted' : undefined
}

/**
 * The debit side of whatever needs cover.
 *
 * @param by an order is served from what is left by what is due by then; '' for what is no order
 */
export function noDebit(
  bank: ModelBank,
  account: ModelAccount,
  amount: bigint,
  by: string = bank.date,
): string | undefined {
  const stopped = notOpenToDebits(bank, account)
  if (stopped !== undefined || account.kind !== 'customer') return stopped
  const due = dueBy(bank, account, by)
  if (amount <= bank.available(account))
    return due > 0n && amount + due > bank.available(account) ? 'dues-first' : undefined
  const unrestricted = account.balance + account.limit - account.held
  return amount <= unrestricted ? 'amount-restricted' : 'insufficient-funds'
}

export function noCredit(bank: ModelBank, account: ModelAccount): string | undefined {
  if (account.status === 'closed') return 'account-closed'
  if (account.status === 'closing') return 'account-closing'
  return bank.blocks(account, 'credits') ? 'account-restricted' : undefined
}

export function misshapen(from: ModelAccount, to: ModelAccount, { amount }: Payload): string | undefined {
  if (amount.minor === '0') return 'amount-zero'
  if (from === to) return 'same-account'
  return from.currency === amount.currency && to.currency === amount.currency ? undefined : 'currency-differs'
}
