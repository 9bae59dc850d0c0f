/** What a language must have for the drafts about a breach. */
import type { Consequence, Exemption, Nature, Remedy } from '../../rules.ts'

export type BreachWords = {
  readonly natures: Readonly<Record<Nature, string>>
  readonly consequences: Readonly<Record<Consequence, string>>
  readonly remedies: Readonly<Record<Remedy, string>>
  readonly exemptions: Readonly<Record<Exemption, string>>
  readonly authority: {
    readonly title: string
    /** What may follow later: GDPR, Article 33(4). */
    readonly phases: string
    readonly labels: Readonly<Record<AuthorityLabel, string>>
    readonly about: (count: string) => string
    readonly named: (count: string) => string
    readonly told: (told: string, of: string, on: string) => string
    readonly untold: string
    readonly unneeded: string
    readonly exempt: (why: string, file: string) => string
    readonly late: (file: string) => string
    readonly unknown: string
    readonly nobody: string
  }
  readonly subjects: {
    readonly title: string
    readonly happened: (controller: string, from: string, until: string) => string
    readonly what: (natures: string) => string
    readonly kinds: (categories: string) => string
    readonly mayFollow: (consequences: string) => string
    readonly weDid: (remedies: string) => string
    /** Where somebody else may know the data now. */
    readonly guard: string
    /** Where data may be gone or wrong. */
    readonly check: string
    readonly ask: (officer: string) => string
    readonly complain: (authority: string) => string
  }
  readonly clauses: string
}

export const authorityLabels = [
  'controller',
  'contact',
  'file',
  'when',
  'aware',
  'notifyBy',
  'delay',
  'natures',
  'categories',
  'roles',
  'persons',
  'records',
  'consequences',
  'remedies',
  'people',
  'processors',
  'recipients',
  'transfers',
] as const
export type AuthorityLabel = (typeof authorityLabels)[number]
