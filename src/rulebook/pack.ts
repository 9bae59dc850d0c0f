/** What a pack is once loaded: an institution and its published documents as plain, immutable data. */
import type { Citation } from '../kernel/decision.ts'
import type { Language } from './languages.ts'
import type { PriceRow } from './prices.ts'
import type { ProvisionKey } from './provisions.ts'
import type { RegisterPart } from './register/schema.ts'

/** Wording per language of the pack. */
export type Wording = { readonly [L in Language]?: string | undefined }

/** How a document stands to the others (see `resolve` in terms.ts). */
export type DocumentRole = 'rules' | 'general-terms' | 'service-terms' | 'price-list' | 'privacy' | 'law'

/** An entitlement of the institution (`may`) runs only by a policy or a named decision of staff. */
export type Force = 'may' | 'must'
export type MayPolicy = 'always' | 'staff' | 'never'

/** A provision that a clause binds, with the clause's parameters. */
export type Binding = { readonly provision: ProvisionKey; readonly parameters: Readonly<Record<string, unknown>> }

export type Clause = {
  readonly id: string
  readonly kind: 'rule' | 'duty' | 'text'
  readonly force?: Force | undefined
  /** The section that begins with this clause. */
  readonly section?: ({ readonly number: string } & Wording) | undefined
  /** A heading of this clause alone. */
  readonly heading?: Wording | undefined
  readonly text: Wording
  readonly bindings: readonly Binding[]
  /** Price lists only: the rows of this clause. */
  readonly prices?: readonly PriceRow[] | undefined
  /** Privacy documents only: the items of the register of personal data that follow from this clause. */
  readonly register?: RegisterPart | undefined
  /** Privacy documents only: the software does not carry it out yet. */
  readonly pending?: boolean | undefined
  /** Law only: the customer's documents cannot depart from it. */
  readonly mandatory: boolean
}

/** One version of one published document. */
export type DocumentVersion = {
  /** Short code that citations use, such as RA. */
  readonly code: string
  readonly role: DocumentRole
  readonly version: string
  readonly effective: Temporal.PlainDate
  readonly title: Wording
  /** Ids of the entities that it binds; all when absent. */
  readonly entities?: readonly string[] | undefined
  /** The languages in which every wording of it stands. */
  readonly languages: readonly Language[]
  /** True where figures are this project's examples, because no source gives them. */
  readonly example: boolean
  readonly clauses: readonly Clause[]
  /** SHA-256 over the version's content, in hex: what its page shows beside the wording. */
  readonly hash: string
}

export type Entity = {
  readonly id: string
  readonly country: string
  readonly name: string
  readonly timeZone: string
  readonly calendar: 'LV' | 'EE' | 'LT' | 'CZ' | 'TARGET'
  readonly currency: string
  /** Bank codes of its account numbers; the first is given to new accounts. */
  readonly bankCodes: readonly string[]
}

export type Pack = {
  readonly id: string
  readonly name: Wording
  readonly languages: readonly Language[]
  readonly supervisor: Wording
  readonly entities: readonly Entity[]
  /** Every version of every document, the law included, by code and then by effective date. */
  readonly documents: readonly DocumentVersion[]
  /** What the institution does with each entitlement; one that is not listed is decided by staff. */
  readonly policies: Readonly<Partial<Record<ProvisionKey, MayPolicy>>>
  /** SHA-256 over the pack's content, in hex: stored with every batch. */
  readonly hash: string
}

export const citationOf = (document: DocumentVersion, clause: Clause): Citation => ({
  document: document.code,
  version: document.version,
  clause: clause.id,
})

/** Whether a document binds an entity. */
export const binds = ({ entities }: Pick<DocumentVersion, 'entities'>, entity: string): boolean =>
  entities === undefined || entities.includes(entity)

/** The version of each document that is in force on a day: for who has no agreement, and for what an agreement does not fix. */
export function versionsOn({ documents }: Pick<Pack, 'documents'>, day: Temporal.PlainDate): BoundVersions {
  const bound: Record<string, string> = {}
  for (const document of documents) {
    if (Temporal.PlainDate.compare(document.effective, day) <= 0) bound[document.code] = document.version
  }
  return bound
}

/** Which version of each document binds, by code. */
export type BoundVersions = Readonly<Record<string, string>>
