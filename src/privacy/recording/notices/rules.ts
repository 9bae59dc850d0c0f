/**
 * That the notice was shown to whoever hands their data over, with its version: kept with the first data that a person gives under it.
 * It is no consent.
 */
import type { Cited, Facts } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Acceptance, acceptances } from '../../consents/rules.ts'
import { isOwnSource } from '../../sources/rules.ts'

/** The version under which a person last handed data over. */
export type NoticeShown = Pick<Acceptance, 'subject' | 'document' | 'version'>

export const noticesShown = records<PartyId, NoticeShown>('notice-shown')

export type Handing = {
  readonly source: string
  /** What was shown to the person before, if anything. */
  readonly shownBefore: NoticeShown | undefined
  /** Whether the person becomes known by what they give. */
  readonly isFirst?: boolean | undefined
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
}

export type NoticeKept = {
  readonly effects: readonly Effect[]
  readonly cited: readonly Cited[]
  readonly facts: Facts
}

const nothing: NoticeKept = { effects: [], cited: [], facts: {} }

/**
 * Keeps that the version in force was shown, where the person themselves gives data and the document of the institution that takes them is one
 * that people accept by that. Facts: `notice`, what was shown; nothing where that version is on record.
 */
export function keepNotice(
  subject: PartyId,
  { source, shownBefore, isFirst = false, on, nextId }: Handing,
  terms: Terms,
): NoticeKept {
  if (!terms.has('notice.acceptance')) return nothing
  const item = terms.register.sources.get(source)
  const cited = terms.cite('notice.acceptance')
  const [clause] = cited.settled
  if (item === undefined || clause === undefined || !isOwnSource(item) || clause.document !== item.cited.document)
    return nothing
  const { document, version } = clause
  if (shownBefore?.document === document && shownBefore.version === version) return { ...nothing, cited: [cited] }
  const acceptance = nextId()
  const shown = { subject, document, version }
  return {
    effects: [
      create(acceptances, acceptance, { acceptance, ...shown, by: 'handed-over', on }),
      isFirst ? create(noticesShown, subject, shown) : effect(noticesShown, subject, shown),
    ],
    cited: [cited],
    facts: { notice: { document, version }, acceptance: String(acceptance) },
  }
}
