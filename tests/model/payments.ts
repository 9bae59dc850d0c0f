/** Money that moves: transfers, cash, through a nostro, and what the institution debits and credits of itself. */
import { misshapen } from './checks.ts'
import { feeFor, payerOf } from './fees.ts'
import { agreementOf, movement, noCash, order, type Rules } from './rule.ts'

export const paymentRules: Rules = {
  'payment.transfer': order((bank, from, payload, actor) => {
    const to = bank.accounts.get(payload.to.account)
    if (to?.kind !== 'customer') return 'payee-unknown'
    const fee = feeFor(bank, 'payment.transfer', from, BigInt(payload.amount.minor), actor)
    return movement(bank, from, to, payload, { actor, order: true, fee })
  }),
  'payment.outgoing': order((bank, from, payload, actor) => {
    const nostro = bank.accounts.get(payload.nostro)
    if (nostro?.product !== 'nostro') return 'nostro-unknown'
    const fee = feeFor(bank, 'payment.outgoing', from, BigInt(payload.amount.minor), actor)
    return movement(bank, from, nostro, payload, { actor, order: true, fee })
  }),
  'payment.incoming': (bank, payload, actor) => {
    const nostro = bank.accounts.get(payload.nostro)
    if (nostro?.product !== 'nostro') return 'nostro-unknown'
    const to = bank.accounts.get(payload.to.account)
    if (to?.kind !== 'customer') return 'payee-unknown'
    const amount = BigInt(payload.amount.minor)
    const fee = feeFor(bank, 'payment.incoming', to, amount, actor)
    if (fee === undefined || payerOf(bank, fee, nostro, to, amount) !== undefined)
      return movement(bank, nostro, to, payload, { fee })
    // A fee that neither the payment nor any account covers is due.
    const credited = movement(bank, nostro, to, payload)
    if (typeof credited === 'string') return credited
    return (decision) => {
      credited(decision)
      agreementOf(bank, to.holder).dues.push({ account: to.id, dueOn: bank.date, left: fee.amount })
    }
  },
  'cash.deposit': (bank, payload, actor) => {
    const till = bank.accounts.get(payload.till)
    if (till?.kind !== 'till') return 'till-unknown'
    const to = bank.accounts.get(payload.to)
    if (to?.kind !== 'customer') return 'account-unknown'
    return movement(bank, till, to, payload, {
      fee: feeFor(bank, 'cash.deposit', to, BigInt(payload.amount.minor), actor),
    })
  },
  'cash.withdraw': order((bank, from, payload, actor) => {
    const till = bank.accounts.get(payload.till)
    if (till?.kind !== 'till') return 'till-unknown'
    const fee = feeFor(bank, 'cash.withdraw', from, BigInt(payload.amount.minor), actor)
    return movement(bank, from, till, payload, { actor, order: true, fee })
  }),
  'internal.move': (bank, payload) => {
    const [from, to] = [bank.accounts.get(payload.from), bank.accounts.get(payload.to)]
    if (from === undefined || from.kind === 'customer' || to === undefined || to.kind === 'customer')
      return 'account-unknown'
    return movement(bank, from, to, payload)
  },
  'debit.entitled': (bank, payload) => {
    const [from, to] = [bank.accounts.get(payload.from), bank.accounts.get(payload.to)]
    if (from?.kind !== 'customer' || to === undefined || to.kind === 'customer') return 'account-unknown'
    const wrong = misshapen(from, to, payload)
    if (wrong !== undefined) return wrong
    if (from.status === 'closed' || to.status === 'closed') return 'account-closed'
    const short = noCash(to, BigInt(payload.amount.minor))
    if (short !== undefined) return short
    return ({ id }) => bank.move(id, from.id, to.id, BigInt(payload.amount.minor), payload.valueDate)
  },
  'interest.credit': (bank, payload) => {
    const [from, to] = [bank.accounts.get(payload.from), bank.accounts.get(payload.to)]
    return from?.kind !== 'internal' || to?.kind !== 'customer' ? 'account-unknown' : movement(bank, from, to, payload)
  },
}
