/** Several payments that are one line in the notebook: each is decided as if it came alone, after those before it. */
import type { Actor } from '../../src/storage/command.ts'
import type { ModelBank } from './bank.ts'
import type { Payload } from './checks.ts'
import { networkRules } from './network.ts'
import { paymentRules } from './payments.ts'
import type { ModelDecision, Rule, Rules } from './rule.ts'

function one(bank: ModelBank, { from, orderedBy }: Payload, part: Payload, actor: Actor): ReturnType<Rule> {
  const kind = part.to === undefined ? 'payment.send' : 'payment.transfer'
  const rule = (part.to === undefined ? networkRules : paymentRules)[kind] as Rule
  return rule(bank, { from, ...part, ...(orderedBy === undefined ? {} : { orderedBy }) }, actor, {})
}

export const batchRules: Rules = {
  'payment-batch.send': (bank, payload, actor) => {
    if (bank.accounts.get(payload.from)?.kind !== 'customer') return 'account-unknown'
    const trial = bank.copy()
    const paid: number[] = []
    for (const [n, part] of payload.payments.entries()) {
      const tried = one(trial, payload, part, actor)
      if (typeof tried === 'string') continue
      tried({ id: `trial of ${n}`, facts: {} })
      paid.push(n)
    }
    if (paid.length === 0) return 'batch-unpaid'
    return (decision) => {
      const sent = (decision.facts['sent'] ?? []) as readonly { readonly n: number; readonly payment: string }[]
      const sides: number[] = []
      for (const n of paid) {
        sides.push(bank.postings.get(decision.id)?.entries.length ?? 0)
        const done = one(bank, payload, payload.payments[n], actor) as (of: ModelDecision) => void
        done({ id: decision.id, facts: { payment: sent.find((found) => found.n === n)?.payment } })
      }
      asOneEntry(bank, decision.id, sides)
    }
  },
}

/** @param sides where among the decision's entries the payer's sides stand */
function asOneEntry(bank: ModelBank, decision: string, sides: readonly number[]): void {
  const posting = bank.postings.get(decision)
  const [first] = (posting?.entries ?? []).filter((_entry, i) => sides.includes(i))
  if (posting === undefined || first === undefined) return
  const amount = posting.entries.reduce((sum, entry, i) => (sides.includes(i) ? sum + entry.amount : sum), 0n)
  const others = posting.entries.filter((_entry, i) => !sides.includes(i))
  posting.entries.splice(0, posting.entries.length, { ...first, amount }, ...others)
  bank.account(first.account).seq -= sides.length - 1
}
