/** What services cost by the price list of 1 November 2018, and who pays, as a clerk would work it out. */
import type { Actor } from '../../src/storage/command.ts'
import type { ModelAccount, ModelBank } from './bank.ts'
import { isStaff } from './checks.ts'

export type ModelFee = { readonly amount: bigint; readonly payers: readonly ModelAccount[] }

/** The fee for a service on an account, in euro alone; undefined when there is none. */
export function feeFor(
  bank: ModelBank,
  kind: string,
  served: ModelAccount,
  amount: bigint,
  actor: Actor,
): ModelFee | undefined {
  if (served.currency !== 'EUR') return undefined
  const fee = priced(kind, amount, actor, bank.parties.get(served.holder ?? '')?.kind === 'legal')
  return fee === 0n ? undefined : { amount: fee, payers: payersOf(bank, served) }
}

function priced(kind: string, amount: bigint, actor: Actor, legal: boolean): bigint {
  switch (kind) {
    case 'payment.transfer':
      return legal && isStaff(actor) ? 100n : 0n
    case 'payment.incoming':
      return legal ? 10n : 0n
    case 'account.request-closing':
      return legal ? 1_000n : 0n
    case 'payment.outgoing':
      return actor.role === 'system' ? 0n : isStaff(actor) ? 350n : 36n
    case 'cash-code.application':
      return 50n
    case 'cash-code.withdrawal':
      return 35n
    case 'cash-code.deposit': {
      // 0.2 %, at least 0.30.
      const share = (amount * 2n + 500n) / 1000n
      return share > 30n ? share : 30n
    }
    case 'cash.withdraw':
      return 200n
    case 'cash.deposit':
      // 0.3 % of what exceeds 1,000.00, half a cent upwards.
      return amount > 100_000n ? ((amount - 100_000n) * 3n + 500n) / 1000n : 0n
    default:
      return 0n
  }
}

/** The account that was chosen, the account itself, and then the holder's others: open ones, and of those whose debits are stopped only itself. */
export function payersOf(bank: ModelBank, served: ModelAccount): readonly ModelAccount[] {
  const agreement = bank.agreements.get(served.holder ?? '')
  const open = [...(agreement?.accounts ?? [])].flatMap(([id, state]) => (state === 'closed' ? [] : [id]))
  const chosen = open.filter((id) => id === agreement?.chosen.get(served.currency))
  return [...new Set([...chosen, served.id, ...open])]
    .map((id) => bank.account(id))
    .filter(({ currency, status }) => currency === served.currency && status !== 'closed')
    .filter((one) => one === served || !bank.blocks(one, 'debits'))
}

/** The first that can pay, beside the amount that moves; what comes in can pay for itself. */
export function payerOf(
  bank: ModelBank,
  fee: ModelFee,
  from: ModelAccount,
  to: ModelAccount,
  amount: bigint,
): ModelAccount | undefined {
  const cover = (one: ModelAccount): bigint => {
    const free = bank.available(one)
    if (one === from) return free - amount
    if (one !== to) return free
    return free > 0n ? free + amount : amount
  }
  return fee.payers.find((one) => cover(one) >= fee.amount) ?? fee.payers.find((one) => one === from)
}

/** The account of the institution that takes fees. */
export const incomeOf = (bank: ModelBank, currency: string): ModelAccount => bank.own('fees', currency)

/** Debits what is due by a day, the oldest first, as far as there is money; gives how much that was. */
export function collect(bank: ModelBank, holder: string, decision: string, by: string): bigint {
  const dues = bank.agreements.get(holder)?.dues ?? []
  let total = 0n
  for (const due of dues) {
    if (due.dueOn > by) continue
    for (const payer of payersOf(bank, bank.account(due.account))) {
      let part = bank.available(payer)
      if (part > due.left) part = due.left
      if (part <= 0n) continue
      bank.entry(decision, payer.id, -part, by)
      due.left -= part
      total += part
    }
  }
  dues.splice(0, dues.length, ...dues.filter(({ left }) => left > 0n))
  return total
}
