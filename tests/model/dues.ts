/** What is due to the institution, and the account that pays for it. */
import { collect, incomeOf } from './fees.ts'
import { about, agreementOf, type Rules } from './rule.ts'

export const dueRules: Rules = {
  'due.collect': (bank, { day, agreements }) => {
    return ({ id }) => {
      const [by = day] = [day, bank.date].sort()
      const owing = [...bank.agreements].filter(([, one]) => agreements.includes(one.id))
      const total = owing.reduce((sum, [holder]) => sum + collect(bank, holder, id, by), 0n)
      if (total > 0n) bank.entry(id, incomeOf(bank, 'EUR').id, total, by)
    }
  },
  'fee-account.choose': about('customer', (bank, account) =>
    account.status === 'active'
      ? () => agreementOf(bank, account.holder).chosen.set(account.currency, account.id)
      : 'account-not-active',
  ),
}
