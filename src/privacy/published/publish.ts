/** Statements out of the register in force: the notice, terms of retention, interests, processors, automated decisions. */
import type { Registered } from '../../rulebook/register/register.ts'
import type { Automated, Processor, Retention } from '../../rulebook/register/schema.ts'
import type { RetentionEvent } from '../../rulebook/register/vocabulary.ts'
import { inWords } from '../../rulebook/wording.ts'
import { noticeSections } from './notice.ts'
import { dateOfList, listedOn } from './rules.ts'
import type { Entry, Line, PublishedLanguage, Section, Statement, StatementKind, StatementSource } from './statement.ts'
import { Telling } from './telling.ts'

/**
 * A statement in a language. Whoever is responsible stands in each. Where the documents stand in other languages alone, their wording is
 * shown in English or as it is, marked so.
 *
 * @throws UnboundProvision where nothing asks for such a statement, or for naming the controller
 */
export function publish(kind: StatementKind, source: StatementSource, language: PublishedLanguage): Statement {
  const { terms, day } = source
  const telling = new Telling(source, language)
  const { say } = telling
  const cited = terms.cite(`privacy.${kind}.published`, 'privacy.controller.shown').disclosed
  const controllers: Section = {
    id: 'controllers',
    heading: say.headings.controllers,
    entries: terms.register.controllers.map((one) => telling.controller(one)),
  }
  const own = sectionsOf[kind](telling, source)
  return {
    kind,
    language,
    institution: inWords(source.pack.name, language),
    title: say.titles[kind],
    lead: say.leads[kind],
    facts: [
      ...telling.line('controller', source.pack.entities.length > 1 ? source.entity.name : undefined),
      ...telling.line('asOf', telling.day(day)),
      ...factsOf(kind, telling, day),
    ],
    sections: kind === 'notice' ? [controllers, ...own] : [...own, controllers],
    cited,
  }
}

function factsOf(kind: StatementKind, telling: Telling, day: Temporal.PlainDate): readonly Line[] {
  const listed = dateOfList(telling.register.processors.values(), day)
  return kind === 'processors' ? telling.line('listedOn', listed && telling.day(listed)) : []
}

type Sections = (telling: Telling, source: StatementSource) => readonly Section[]

const sectionsOf: { readonly [K in StatementKind]: Sections } = {
  notice: (telling, { terms }) => noticeSections(telling, terms),
  retention: retentionSections,
  interests: (telling) =>
    list('interests', telling, telling.register.interests.values(), (_, one) => telling.interest(one)),
  processors: (telling, { day }) =>
    list('processors', telling, listedOn(telling.register.processors.values(), day), processorEntry),
  decisions: (telling) => list('decisions', telling, telling.register.automated.values(), automatedEntry),
}

function list<T>(
  kind: StatementKind,
  telling: Telling,
  items: Iterable<T>,
  entryOf: (telling: Telling, item: T) => Entry,
): readonly Section[] {
  // The title of the statement stands above it already.
  return [{ id: kind, heading: undefined, entries: [...items].map((one) => entryOf(telling, one)) }]
}

/** In this order: what holds for most people and data comes first. */
const events: readonly RetentionEvent[] = [
  'agreement-end',
  'performed',
  'transaction',
  'year-end',
  'application-end',
  'claim',
  'consent',
  'recorded',
]

/** Terms by what they run from; of these, the one that keeps most comes first. */
function retentionSections(telling: Telling): readonly Section[] {
  const byEvent = Map.groupBy(telling.register.retention.values(), ({ from }) => from)
  return events.flatMap((event) => {
    const items = byEvent.get(event)
    if (items === undefined) return []
    const broadest = items.toSorted((one, other) => other.categories.length - one.categories.length)
    const entries = broadest.map((one) => retentionEntry(telling, one))
    return [{ id: `after-${event}`, heading: telling.say.events[event].heading, entries }]
  })
}

function retentionEntry(telling: Telling, retention: Registered<Retention>): Entry {
  const { notes, bases } = telling.say
  const { categories, basis, law, statutory, fromMinor, unstated } = retention
  return telling.entry('retention', retention, [
    ...telling.line('data', telling.names('categories', categories)),
    ...telling.line('kept', telling.kept(retention)),
    ...telling.line('bases', bases[basis]),
    ...telling.line('law', telling.law(law)),
    ...telling.line('amount', telling.amount(fromMinor)),
    ...telling.line('note', statutory === true ? notes.statutory : undefined),
    ...telling.line('note', unstated === true ? notes.unstated : undefined),
  ])
}

function processorEntry(telling: Telling, processor: Registered<Processor>): Entry {
  const { id, name, service, country, purposes, categories, since, until, cited } = processor
  return {
    id: `processor-${id}`,
    title: { text: name },
    lines: [
      ...telling.line('service', telling.said(service)),
      ...telling.line('country', new Intl.DisplayNames([telling.language], { type: 'region' }).of(country)),
      ...telling.line('purposes', telling.names('purposes', purposes)),
      ...telling.line('data', telling.names('categories', categories)),
      ...telling.line('since', telling.day(since)),
      ...telling.line('until', until && telling.day(until)),
    ],
    cited: [cited],
  }
}

function automatedEntry(telling: Telling, automated: Registered<Automated>): Entry {
  const { say } = telling
  const { purpose, categories, logic, effect, condition, basis, profiling, decidedBy } = automated
  return telling.entry('decision', automated, [
    ...telling.line('purposes', telling.name('purposes', purpose)),
    ...telling.line('data', telling.names('categories', categories)),
    ...telling.line('logic', telling.said(logic)),
    ...telling.line('effect', telling.said(effect)),
    ...telling.line('bases', say.bases[basis]),
    ...(decidedBy === undefined
      ? telling.line('operation', say.notes.notRun)
      : telling.line('alone', condition === undefined ? say.notes.proposes : say.alone[condition])),
    ...telling.line('note', profiling === true ? say.notes.profiling : undefined),
  ])
}
