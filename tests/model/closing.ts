/** Closing accounts: asked for, and carried out once nothing is owed; interest and what is left go where the customer said. */
import { dayAfter, restrictedOf } from './bank.ts'
import { noCredit } from './checks.ts'
import { feeFor } from './fees.ts'
import { earns, interestThrough } from './interest.ts'
import { about, agreementOf, marked, type Rules } from './rule.ts'

export const closingRules: Rules = {
  'account.request-closing': about('customer', (bank, account, { channel }, actor) => {
    if (channel === 'phone') return 'form-not-written'
    if (account.status === 'closing') return 'closing-requested'
    if (account.status === 'closed') return 'account-closed'
    return marked(account, () => {
      account.status = 'closing'
      const agreement = agreementOf(bank, account.holder)
      // Who owes something cannot withdraw, though the account is closed once that is paid.
      const owes = agreement.dues.length > 0
      const fee = feeFor(bank, 'account.request-closing', account, 0n, actor)
      if (fee !== undefined) agreement.dues.push({ account: account.id, dueOn: bank.date, left: fee.amount })
      agreement.accounts.set(account.id, 'closing')
      if (!owes && [...agreement.accounts.values()].every((state) => state !== 'open')) agreement.withdrawn = true
    })
  }),
  'account.close': about('institution', (bank, account, { at, payTo }) => {
    if (account.status !== 'closing') return 'closing-not-requested'
    if (at === undefined && earns(account)) return 'standing-needed'
    if (at !== undefined && at !== account.seq) return 'account-moved-on'
    const agreement = agreementOf(bank, account.holder)
    const ends = [...agreement.accounts].every(([id, state]) => id === account.id || state === 'closed')
    if (agreement.dues.some((due) => ends || due.account === account.id)) return 'dues-open'
    const credits = interestThrough(bank, account, dayAfter(bank.date, -1))
    const rest = credits.reduce((sum, { interest, tax }) => sum + interest - tax, account.balance)
    if (rest < 0n || (rest > 0n && payTo === undefined)) return 'account-not-empty'
    if (account.held !== 0n) return 'holds-open'
    const to = bank.accounts.get(payTo)
    if (rest > 0n) {
      if (bank.blocks(account, 'debits')) return 'account-restricted'
      if (restrictedOf(account.restrictions) > 0n) return 'amount-restricted'
      if (to === undefined || to === account || !agreement.accounts.has(to.id)) return 'payee-unknown'
      if (to.currency !== account.currency) return 'currency-differs'
      const unwilling = noCredit(bank, to)
      if (unwilling !== undefined) return unwilling
    }
    return ({ id }) => {
      for (const { interest, tax, through } of credits) {
        bank.move(id, bank.own('interest', account.currency).id, account.id, interest, through)
        if (tax > 0n) bank.move(id, account.id, bank.own('tax', account.currency).id, tax, through)
      }
      if (rest > 0n && to !== undefined) bank.move(id, account.id, to.id, rest)
      account.seq += account.overdraft ? 2 : 1
      Object.assign(account, { status: 'closed', limit: 0n, overdraft: false })
      agreement.accounts.set(account.id, 'closed')
      if (ends) agreement.ended = true
    }
  }),
}
