/** Entries that were wrong. */
import type { ModelBank } from './bank.ts'
import { noCash, type Rules } from './rule.ts'

export const correctionRules: Rules = {
  'correction.propose': (bank, { decision }, { staff }) => {
    const wrong = notToReverse(bank, decision)
    return (
      wrong ??
      (({ facts }) => bank.corrections.set(String(facts['correction']), { decision, by: staff ?? '', done: false }))
    )
  },
  'correction.approve': (bank, { correction }, { staff }) => {
    const found = bank.corrections.get(correction)
    if (found === undefined) return 'correction-unknown'
    if (found.done) return 'correction-done'
    if (found.by === staff) return 'four-eyes'
    const wrong = notToReverse(bank, found.decision)
    if (wrong !== undefined) return wrong
    const posting = bank.postings.get(found.decision)
    if (posting?.entries.some(({ account }) => bank.account(account).status === 'closed')) return 'account-closed'
    for (const { account, amount } of posting?.entries ?? []) {
      const short = noCash(bank.account(account), -amount)
      if (short !== undefined) return short
    }
    return ({ id }) => {
      for (const { account, amount, valueDate } of posting?.entries ?? []) bank.entry(id, account, -amount, valueDate)
      if (posting !== undefined) posting.reversed = true
      found.done = true
    }
  },
}

function notToReverse(bank: ModelBank, decision: string): string | undefined {
  const posting = bank.postings.get(decision)
  if (posting === undefined) return 'entries-unknown'
  return posting.reversed ? 'entries-reversed' : undefined
}
