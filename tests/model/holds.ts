/** Holds: placed, captured, given back. */
import { dayAfter, type ModelBank } from './bank.ts'
import { noCredit, noDebit, type Payload } from './checks.ts'
import { order, type Rule, type Rules } from './rule.ts'

const holdDays = 7

export const holdRules: Rules = {
  'hold.place': order((bank, from, { amount }) => {
    if (from.currency !== amount.currency) return 'currency-differs'
    if (amount.minor === '0') return 'amount-zero'
    const minor = BigInt(amount.minor)
    return (
      noDebit(bank, from, minor) ??
      (({ facts }) => {
        const hold = String(facts['hold'])
        bank.holds.set(hold, { id: hold, account: from.id, amount: minor, expiresOn: dayAfter(bank.date, holdDays) })
        bank.hold(from.id, minor)
      })
    )
  }),
  'hold.capture': (bank, { hold: id, to: payee, amount, final }) => {
    const [hold, to] = [bank.holds.get(id), bank.accounts.get(payee)]
    const from = hold === undefined ? undefined : bank.account(hold.account)
    const minor = BigInt(amount.minor)
    if (hold === undefined || from === undefined) return 'hold-unknown'
    if (hold.amount === 0n || bank.date > hold.expiresOn) return 'hold-ended'
    if (to === undefined || to.kind === 'till') return 'payee-unknown'
    if (to === from) return 'same-account'
    if (minor === 0n) return 'amount-zero'
    if (to.currency !== amount.currency || from.currency !== amount.currency) return 'currency-differs'
    if (minor > hold.amount) return 'hold-exceeded'
    const unwilling = noCredit(bank, to)
    if (unwilling !== undefined) return unwilling
    return ({ id: decision }) => {
      const left = final ? 0n : hold.amount - minor
      bank.hold(from.id, left - hold.amount)
      hold.amount = left
      bank.move(decision, from.id, to.id, minor)
    }
  },
  'hold.release': (bank, payload) => release(bank, payload),
  'hold.expire': (bank, payload) => {
    const hold = bank.holds.get(payload.hold)
    return hold !== undefined && bank.date <= hold.expiresOn ? 'hold-stands' : release(bank, payload)
  },
}

function release(bank: ModelBank, { hold: id }: Payload): ReturnType<Rule> {
  const hold = bank.holds.get(id)
  if (hold === undefined) return 'hold-unknown'
  if (hold.amount === 0n) return 'hold-ended'
  return () => {
    bank.hold(hold.account, -hold.amount)
    hold.amount = 0n
  }
}
