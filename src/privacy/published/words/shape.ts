/** What every language has to say. */
import type { Special } from '../../../rulebook/register/attributes.ts'
import type { Category, Interest, Transfer } from '../../../rulebook/register/schema.ts'
import type { EvidenceKind, LegalBasis, RetentionEvent } from '../../../rulebook/register/vocabulary.ts'
import type { StatementKind } from '../statement.ts'

/** What lasts as long as something stands, and has no term. */
export type Lasting = 'consent' | 'claim'

export type Words = {
  /** What the language calls itself. */
  readonly name: string
  readonly index: { readonly title: string; readonly lead: string; readonly data: string }
  readonly titles: { readonly [K in StatementKind]: string }
  readonly leads: { readonly [K in StatementKind]: string }
  readonly headings: {
    readonly controllers: string
    readonly roles: string
    readonly categories: string
    readonly purposes: string
    readonly recipients: string
    readonly transfers: string
    readonly measures: string
    readonly rights: string
  }
  readonly labels: {
    readonly asOf: string
    readonly publishedUnder: string
    readonly versions: string
    readonly inForce: string
    readonly print: string
    readonly listedOn: string
    readonly registration: string
    readonly address: string
    readonly email: string
    readonly phone: string
    readonly web: string
    readonly officer: string
    readonly authority: string
    readonly subjects: string
    readonly data: string
    readonly sources: string
    readonly given: string
    readonly refusal: string
    readonly condition: string
    readonly special: string
    readonly onlyFor: string
    readonly purposes: string
    readonly bases: string
    readonly recipients: string
    readonly choice: string
    readonly interest: string
    readonly necessity: string
    readonly balance: string
    readonly objection: string
    readonly service: string
    readonly country: string
    readonly since: string
    readonly until: string
    readonly ground: string
    readonly safeguard: string
    readonly kept: string
    readonly term: string
    readonly law: string
    readonly amount: string
    readonly note: string
    readonly logic: string
    readonly effect: string
    readonly alone: string
    readonly every: string
    readonly processors: string
    readonly controller: string
    readonly purpose: string
    readonly measures: string
    readonly tested: string
    readonly clauses: string
    readonly contents: string
    readonly others: string
    readonly operation: string
  }
  readonly notes: {
    readonly none: string
    readonly nobody: string
    readonly forbidden: string
    readonly marketing: string
    readonly pseudonymous: string
    readonly statutory: string
    readonly unstated: string
    readonly profiling: string
    readonly proposes: string
    readonly notRun: string
    readonly and: string
    readonly or: string
  }
  readonly rights: {
    readonly access: string
    readonly correction: string
    readonly erasure: string
    readonly restriction: string
    readonly portability: string
    readonly objection: string
    readonly prohibition: string
    readonly marketing: string
    readonly consent: string
    readonly decisions: string
    readonly complaint: string
  }
  readonly bases: { readonly [B in LegalBasis]: string }
  readonly given: { readonly [G in Category['given']]: string }
  readonly special: { readonly [S in Special]: string }
  readonly minors: { readonly [M in NonNullable<Category['minors']>]: string }
  readonly objections: { readonly [O in Interest['objection']]: string }
  readonly countries: { readonly domestic: string; readonly eea: string; readonly any: string }
  readonly grounds: { readonly [G in Transfer['ground']]: string }
  readonly safeguards: { readonly [S in Transfer['safeguard']]: string }
  /** What a term runs from: as the heading of a list; before a term, and where there is none, in the form that follows. */
  readonly events: {
    readonly [E in Exclude<RetentionEvent, Lasting>]: {
      readonly heading: string
      readonly from: string
      readonly until: string
    }
  } & { readonly [E in Lasting]: { readonly heading: string; readonly as: string } }
  readonly alone: { readonly contract: string; readonly law: string; readonly 'explicit-consent': string }
  readonly evidence: { readonly [E in EvidenceKind]: string }
  /** Days that count by the business calendar, by the form that the number asks for. */
  readonly businessDays: { readonly [F in Intl.LDMLPluralRule]?: string } & { readonly other: string }
}
