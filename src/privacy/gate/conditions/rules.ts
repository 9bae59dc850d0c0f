/** What a refusal says of a condition that is not met. */
import type { Facts } from '../../../kernel/decision.ts'
import type { Condition } from '../../../rulebook/register/schema.ts'
import type { EvidenceKind } from '../../../rulebook/register/vocabulary.ts'

/** Kinds of evidence that records of the engine alone show, each with the command that makes the record; `register` for the documents. */
export type MadeBy = { readonly [K in EvidenceKind]?: string }

/** What is read from the choices of the persons themselves. */
export const chosen = { consent: 'consent.give', 'explicit-consent': 'consent.give' } as const satisfies MadeBy

/**
 * Facts: `needs`, alternatives, all of one of which must be shown; `madeBy`, where some of that is no matter of words.
 *
 * @param recorded what counts only by a record where this is asked
 */
export function unmetBy(condition: Condition, recorded: MadeBy): Facts {
  const made = [...new Set(condition.flat())].flatMap((kind) => {
    const command = recorded[kind]
    return command === undefined ? [] : [[kind, command] as const]
  })
  return {
    needs: condition.map((all) => [...all]),
    ...(made.length === 0 ? {} : { madeBy: Object.fromEntries(made) }),
  }
}
