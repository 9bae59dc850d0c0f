/** Decisions and what they cite. Pure types and constructors; nothing here knows a feature. */

/** One clause of one version of a document. */
export type Citation = { readonly document: string; readonly version: string; readonly clause: string }

/**
 * What settled a decision, and what may be disclosed of it to the person concerned. Usually the same; where law forbids tipping off,
 * or a refusal needs no reason, `disclosed` is the neutral one or empty.
 */
export type Cited = { readonly settled: readonly Citation[]; readonly disclosed: readonly Citation[] }

/** Values a decision may state: ids, amounts, dates and words, never personal data. Money is `{minor, currency}` with minor as a string. */
export type FactValue = string | number | boolean | null | readonly FactValue[] | { readonly [name: string]: FactValue }
export type Facts = { readonly [name: string]: FactValue }

export type Accepted<E> = {
  readonly outcome: 'accepted'
  readonly effects: readonly E[]
  readonly cited: Cited
  readonly facts: Facts
  readonly internal: Facts
}
export type Refused<C extends string> = {
  readonly outcome: 'refused'
  readonly code: C
  readonly cited: Cited
  readonly facts: Facts
  readonly internal: Facts
}
export type Decision<E, C extends string> = Accepted<E> | Refused<C>

const nothing: Facts = Object.freeze({})

/** An accepted decision. `facts` go to the person who asked; `internal` to authorised staff only. */
export function accept<E>(
  effects: readonly E[],
  cited: Cited,
  facts: Facts = nothing,
  internal: Facts = nothing,
): Accepted<E> {
  return { outcome: 'accepted', effects, cited, facts, internal }
}

/** A refusal. It is a decision like any other: stored, cited, replayable. */
export function refuse<C extends string>(
  code: C,
  cited: Cited,
  facts: Facts = nothing,
  internal: Facts = nothing,
): Refused<C> {
  return { outcome: 'refused', code, cited, facts, internal }
}

/** Joins what several provisions settled together, in the order given, each citation once. */
export function together(...parts: readonly Cited[]): Cited {
  const unique = (list: readonly Citation[]): readonly Citation[] => {
    const seen = new Map<string, Citation>()
    for (const one of list) seen.set(`${one.document} ${one.version} ${one.clause}`, one)
    return [...seen.values()]
  }
  return { settled: unique(parts.flatMap((p) => p.settled)), disclosed: unique(parts.flatMap((p) => p.disclosed)) }
}

/** Throws when a promise of the code itself is broken: a bug, never a refusal. */
export function assertInvariant(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`broken invariant: ${promise}`)
}
