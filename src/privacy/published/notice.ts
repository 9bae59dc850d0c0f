/** The privacy notice: what a person is told where data are collected (GDPR, Articles 13 and 14). */
import type { Citation } from '../../kernel/decision.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import { specialOf } from '../../rulebook/register/attributes.ts'
import type { Registered } from '../../rulebook/register/register.ts'
import type { Category, Purpose, Recipient, Transfer } from '../../rulebook/register/schema.ts'
import { type Terms, UnboundProvision } from '../../rulebook/terms.ts'
import type { Entry, Section } from './statement.ts'
import type { Telling } from './telling.ts'
import type { Words } from './words/shape.ts'

/** All but the controllers, which stand in every statement. */
export function noticeSections(telling: Telling, terms: Terms): readonly Section[] {
  const { register, say } = telling
  const { headings, labels } = say
  const section = <T>(id: string, heading: string, items: Iterable<T>, entryOf: (item: T) => Entry): Section => ({
    id,
    heading,
    entries: [...items].map(entryOf),
  })
  return [
    section('roles', headings.roles, register.roles.values(), (one) => telling.entry('role', one, [])),
    section('sources', labels.sources, register.sources.values(), (one) =>
      telling.entry('source', one, telling.line('condition', telling.condition(one.requires))),
    ),
    section('categories', headings.categories, register.categories.values(), (one) => categoryEntry(telling, one)),
    section('purposes', headings.purposes, register.purposes.values(), (one) => purposeEntry(telling, one)),
    section('recipients', headings.recipients, register.recipients.values(), (one) => recipientEntry(telling, one)),
    section('transfers', headings.transfers, register.transfers.values(), (one) => transferEntry(telling, one)),
    ...(register.automated.size === 0
      ? []
      : [
          section('decisions', say.titles.decisions, register.automated.values(), (one) =>
            telling.entry('decision', one, [
              ...telling.line('purposes', telling.name('purposes', one.purpose)),
              ...telling.line('effect', telling.said(one.effect)),
            ]),
          ),
        ]),
    section('measures', headings.measures, register.measures.values(), (one) =>
      telling.entry('measure', one, telling.line('every', one.every && telling.term(one.every))),
    ),
    { id: 'rights', heading: headings.rights, entries: rightsEntries(telling, terms) },
  ]
}

function categoryEntry(telling: Telling, category: Registered<Category>): Entry {
  const { say } = telling
  const { attributes, roles, sources, given, refusal, requires, onlyFor, disclosed, minors } = category
  const special = [...new Set(attributes.flatMap((attribute) => specialOf(attribute) ?? []))]
  return telling.entry('category', category, [
    ...telling.line('subjects', telling.names('roles', roles)),
    ...telling.line('sources', telling.names('sources', sources)),
    ...(isAsked(telling, category)
      ? [...telling.line('given', say.given[given]), ...telling.line('refusal', refusal && telling.said(refusal))]
      : []),
    ...telling.line('special', special.map((one) => say.special[one]).join('; ')),
    ...telling.line('condition', telling.condition(requires)),
    ...telling.line('onlyFor', telling.names('purposes', onlyFor)),
    ...telling.line('recipients', disclosed === false ? say.notes.nobody : undefined),
    ...telling.line('kept', keptFor(telling, category)),
    ...telling.line('note', minors && say.minors[minors]),
  ])
}

/** Whether persons give such data themselves: of what others tell or is worked out, nothing is asked of them (Article 13(2)(e)). */
const isAsked = ({ register }: Telling, { sources }: Pick<Category, 'sources'>): boolean =>
  sources.some((id) => register.sources.get(id)?.dpv.includes('dpv:DataSubjectDataSource'))

/** All terms for which a ground keeps such data (Article 13(2)(a)). */
function keptFor(telling: Telling, { id }: Pick<Category, 'id'>): string {
  const grounds = [...telling.register.retention.values()].filter(({ categories }) => categories.includes(id))
  return [...new Set(grounds.map((one) => telling.kept(one)))].join('; ')
}

function purposeEntry(telling: Telling, purpose: Registered<Purpose>): Entry {
  const { register, say } = telling
  const { categories, roles, requires, forbidden, marketing, pseudonymous } = purpose
  const recipients = [...register.recipients.values()].filter(({ purposes }) => purposes.includes(purpose.id))
  return telling.entry('purpose', purpose, [
    ...telling.line('bases', telling.bases(purpose)),
    ...telling.line('data', telling.names('categories', categories)),
    ...telling.line('subjects', telling.names('roles', roles)),
    ...telling.line(
      'recipients',
      telling.names(
        'recipients',
        recipients.map(({ id }) => id),
      ),
    ),
    ...telling.line('condition', telling.condition(requires)),
    ...telling.line('choice', forbidden === true ? say.notes.forbidden : undefined),
    ...telling.line('choice', marketing === true ? say.notes.marketing : undefined),
    ...telling.line('note', pseudonymous === true ? say.notes.pseudonymous : undefined),
  ])
}

function recipientEntry(telling: Telling, recipient: Registered<Recipient>): Entry {
  const { purposes, categories, bases, requires, countries } = recipient
  return telling.entry('recipient', recipient, [
    ...telling.line('purposes', telling.names('purposes', purposes)),
    ...telling.line('data', telling.names('categories', categories)),
    ...telling.line('bases', (bases ?? []).map((basis) => telling.say.bases[basis]).join('; ')),
    ...telling.line('condition', telling.condition(requires)),
    ...telling.line('country', telling.say.countries[countries ?? 'eea']),
  ])
}

function transferEntry(telling: Telling, transfer: Registered<Transfer>): Entry {
  const { register, say, language } = telling
  const { countries, recipients, ground, safeguard } = transfer
  const regions = new Intl.DisplayNames([language], { type: 'region' })
  const nameOf = (id: string): string => register.processors.get(id)?.name ?? telling.name('recipients', id)
  return telling.entry('transfer', transfer, [
    ...telling.line('country', countries.map((code) => regions.of(code) ?? code).join('; ')),
    ...telling.line('recipients', recipients.map(nameOf).join('; ')),
    ...telling.line('ground', say.grounds[ground]),
    ...telling.line('safeguard', say.safeguards[safeguard]),
  ])
}

/** Which provision carries a right out, where one does already: its clause stands beside the right. */
const rightProvisions = {
  access: undefined,
  correction: undefined,
  erasure: undefined,
  restriction: 'privacy.restriction',
  portability: undefined,
  objection: 'privacy.objection',
  prohibition: 'privacy.prohibition',
  marketing: 'marketing.refusal',
  consent: 'consent.needed',
  decisions: undefined,
  complaint: undefined,
} as const satisfies { readonly [R in keyof Words['rights']]: ProvisionKey | undefined }

function rightsEntries({ register, say }: Telling, terms: Terms): readonly Entry[] {
  const marked = [...register.purposes.values()].some(({ forbidden }) => forbidden === true)
  return (Object.keys(rightProvisions) as (keyof Words['rights'])[])
    .filter((right) => right !== 'prohibition' || marked)
    .map((right) => {
      const key = rightProvisions[right]
      return {
        id: `right-${right}`,
        title: { text: say.rights[right] },
        lines: [],
        cited: key === undefined ? [] : citedWhereBound(terms, key),
      }
    })
}

function citedWhereBound(terms: Terms, key: ProvisionKey): readonly Citation[] {
  try {
    return terms.cite(key).disclosed
  } catch (error) {
    if (error instanceof UnboundProvision) return []
    throw error
  }
}
