/** Entries that were wrong. */
import type { ModelBank } from './bank.ts'
import type { ModelNetworkPayment } from './network.ts'
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
      const sent = sentBy(bank, found.decision)
      for (const payment of sent) payment.status = 'refunded'
      const reversal = bank.postings.get(id)
      if (reversal !== undefined) reversal.refunds = sent.length > 0
      found.done = true
    }
  },
}

function notToReverse(bank: ModelBank, decision: string): string | undefined {
  const posting = bank.postings.get(decision)
  if (posting === undefined) return 'entries-unknown'
  if (posting.reversed) return 'entries-reversed'
  if ((posting.orders ?? 0) > 1) return 'entries-of-several'
  if (posting.kind === 'payment.settle' || posting.kind === 'payment.return') return 'payment-answered'
  if (posting.refunds) return 'payment-refunded'
  const sent = sentBy(bank, decision)
  if (sent.some(({ status }) => status === 'under-way')) return 'payment-under-way'
  return sent.some(({ status }) => status !== 'settled') ? 'payment-returned' : undefined
}

const sentBy = (bank: ModelBank, decision: string): readonly ModelNetworkPayment[] =>
  [...bank.networkPayments.values()].filter((one) => one.decision === decision)
