/** What is published out of the register: a statement as data, the same for a web page, a print and a test. */
import type { Citation } from '../../kernel/decision.ts'
import type { Language } from '../../rulebook/languages.ts'
import type { Entity, Pack } from '../../rulebook/pack.ts'
import type { Rulebook, Terms } from '../../rulebook/terms.ts'

/** The languages in which statements are made. */
export const publishedLanguages = ['en', 'lv', 'et', 'lt', 'ru'] as const
export type PublishedLanguage = (typeof publishedLanguages)[number]

export const statementKinds = ['notice', 'retention', 'interests', 'processors', 'decisions'] as const
export type StatementKind = (typeof statementKinds)[number]

/** Out of what a statement is made: the terms of a day hold the register of that day. */
export type StatementSource = {
  readonly pack: Pack
  /** Whose processing it tells of. */
  readonly entity: Entity
  readonly terms: Terms
  readonly day: Temporal.PlainDate
}

export const sourceOn = (rulebook: Rulebook, day: Temporal.PlainDate): StatementSource => ({
  pack: rulebook.pack,
  entity: rulebook.entity,
  terms: rulebook.terms(day),
  day,
})

/** A text, with its language where that is not the statement's: the document does not stand in the statement's. */
export type Said = { readonly text: string; readonly language?: Language | undefined }

export type Line = Said & { readonly label: string }

/** What is said of one item of the register, and the clauses that it follows from. */
export type Entry = {
  /** Unique in the statement: an anchor. */
  readonly id: string
  readonly title: Said
  readonly lines: readonly Line[]
  readonly cited: readonly Citation[]
}

/** Without a heading: what the title of the statement speaks of. */
export type Section = {
  readonly id: string
  readonly heading: string | undefined
  readonly entries: readonly Entry[]
}

export type Statement = {
  readonly kind: StatementKind
  readonly language: PublishedLanguage
  readonly institution: string
  readonly title: string
  readonly lead: string
  /** Of the whole: the day, and where it has one, the date of its list. */
  readonly facts: readonly Line[]
  readonly sections: readonly Section[]
  /** The clauses by which it is published. */
  readonly cited: readonly Citation[]
}

/** All clauses that a statement rests on, each once. */
export function citedBy({ cited, sections }: Statement): readonly Citation[] {
  const all = [...cited, ...sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.cited))]
  return [...new Map(all.map((one) => [`${one.document} ${one.version} ${one.clause}`, one])).values()]
}
