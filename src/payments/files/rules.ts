/** Files of orders: whether a file is taken as a whole. Each payment in it is then decided for itself. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { Effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** What a part of a file says of itself, and what it is: sums as decimals of amounts whatever their currency, as ISO 20022 has it. */
export type Counted = {
  readonly stated: { readonly transactions: number | null; readonly sum: string | null }
  readonly found: { readonly transactions: number; readonly sum: string }
}

/** Why a file is refused as a whole, the first that applies. */
export const fileRefusals = ['format-not-accepted', 'file-too-long', 'file-count-differs', 'file-sum-differs'] as const
export type FileRefusal = (typeof fileRefusals)[number]

/**
 * Takes a file. Refuses, in this order: a format that is not accepted; more payments than a file may hold; the file, or a block of it, whose
 * count of payments is not what it says; whose sum is not.
 *
 * @param parts the file as a whole and its blocks
 */
export function decideReceive(
  file: string,
  format: string,
  parts: readonly Counted[],
  terms: Terms,
): Decision<Effect, FileRefusal> {
  const cited = terms.cite('payment.file')
  const { formats, transactions } = terms.parameters('payment.file')
  if (!formats.includes(format)) return refuse('format-not-accepted', cited, { accepted: formats })
  const found = parts[0]?.found.transactions ?? 0
  if (found > transactions) return refuse('file-too-long', cited, { maximum: transactions, found })
  for (const part of parts)
    if (part.stated.transactions !== null && part.stated.transactions !== part.found.transactions)
      return refuse('file-count-differs', cited, {
        stated: part.stated.transactions,
        found: part.found.transactions,
      })
  for (const part of parts)
    if (part.stated.sum !== null && part.stated.sum !== part.found.sum)
      return refuse('file-sum-differs', cited, { stated: part.stated.sum, found: part.found.sum })
  return accept([], cited, { file, transactions: found })
}
