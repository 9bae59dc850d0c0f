/** What the model bank expects of each kind of command: the refusal, or what an accepted one changes. */
import { accountRules } from './accounts.ts'
import type { ModelBank } from './bank.ts'
import { batchRules } from './batches.ts'
import { cashCodeRules } from './cash-codes.ts'
import { closingRules } from './closing.ts'
import { correctionRules } from './corrections.ts'
import { dueRules } from './dues.ts'
import { holdRules } from './holds.ts'
import { laterOrderRules } from './later-orders.ts'
import { networkRules } from './network.ts'
import { partyRules } from './parties.ts'
import { paymentRules } from './payments.ts'
import type { ModelCommand, ModelDecision, Rules } from './rule.ts'
import { seizureRules } from './seizure-orders.ts'
import { caught } from './seizures.ts'

const rules: Rules = {
  ...partyRules,
  ...accountRules,
  ...closingRules,
  ...paymentRules,
  ...networkRules,
  ...batchRules,
  ...laterOrderRules,
  ...cashCodeRules,
  ...holdRules,
  ...dueRules,
  ...seizureRules,
  ...correctionRules,
  'clock.cut-over': (bank, { to }) =>
    to <= bank.date
      ? 'business-date-passed'
      : () => {
          bank.date = to
        },
}

/**
 * Plays a command on the model.
 *
 * @param decision what the product decided, when it accepted; the model changes only then
 * @returns why the model refuses, or null when it accepts
 */
export function play(
  bank: ModelBank,
  { kind, payload, actor, blinds = {} }: ModelCommand,
  decision?: ModelDecision,
): string | null {
  const rule = rules[kind]
  if (rule === undefined) throw new Error(`the model knows no ${kind}`)
  const outcome = rule(bank, payload, actor, blinds)
  if (typeof outcome === 'string') return outcome
  if (decision !== undefined) {
    outcome(decision)
    note(bank, kind, decision.id)
    if (kind.startsWith('seizure.')) bank.brought.clear()
    else caught(bank)
  }
  return null
}

/** What a later correction has to know of it. */
function note(bank: ModelBank, kind: string, decision: string): void {
  const posting = bank.postings.get(decision)
  if (posting === undefined) return
  posting.kind = kind
  if (kind !== 'internal.move' && (kind !== 'correction.approve' || posting.refunds)) return
  for (const { account, amount } of posting.entries)
    if (bank.account(account).product === 'transit') bank.sundryInTransit += amount
}
