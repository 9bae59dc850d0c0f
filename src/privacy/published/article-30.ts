/** The record of processing (GDPR, Article 30(1)): a row for each purpose of an entity, as a table. */

import type { Citation } from '../../kernel/decision.ts'
import { specialOf } from '../../rulebook/register/attributes.ts'
import type { Register, Registered } from '../../rulebook/register/register.ts'
import type { Controller, Measure, Purpose } from '../../rulebook/register/schema.ts'
import type { PublishedLanguage, StatementSource } from './statement.ts'
import { Telling, written } from './telling.ts'

export type ProcessingRow = { readonly cells: readonly string[]; readonly cited: readonly Citation[] }

export type ProcessingRecord = {
  readonly title: string
  /** As many as each row has cells. */
  readonly columns: readonly string[]
  readonly rows: readonly ProcessingRow[]
  /** The clause by which it is kept. */
  readonly cited: readonly Citation[]
}

/** When a measure was last found to work, by the id of the measure: of those that a bank tested. */
export type LastWorked = ReadonlyMap<string, Temporal.PlainDate>

/**
 * The record as of a day, in a language.
 *
 * @throws UnboundProvision where nothing asks for a record
 */
export function processingRecord(
  source: StatementSource,
  language: PublishedLanguage,
  worked: LastWorked = new Map(),
): ProcessingRecord {
  const { terms, day, entity } = source
  const telling = new Telling(source, language)
  const { labels } = telling.say
  const cited = terms.cite('privacy.records').disclosed
  return {
    title: `${entity.name}, ${day} (${written(cited)})`,
    columns: [
      labels.controller,
      labels.address,
      labels.officer,
      labels.purpose,
      labels.bases,
      labels.subjects,
      labels.data,
      labels.special,
      labels.recipients,
      labels.processors,
      labels.safeguard,
      labels.term,
      labels.measures,
      labels.clauses,
    ],
    rows: terms.register.controllers
      .filter((controller) => controller.entity === entity.id)
      .flatMap((controller) =>
        [...terms.register.purposes.values()].map((purpose) => rowOf(telling, controller, purpose, { day, worked })),
      ),
    cited,
  }
}

function rowOf(
  telling: Telling,
  controller: Registered<Controller>,
  purpose: Registered<Purpose>,
  { day, worked }: { readonly day: Temporal.PlainDate; readonly worked: LastWorked },
): ProcessingRow {
  const { say } = telling
  const used = usedFor(telling.register, purpose, day)
  const special = used.categories.flatMap(({ attributes }) => attributes.flatMap((one) => specialOf(one) ?? []))
  const cited = [controller, purpose, ...Object.values(used).flat()].map((one) => one.cited)
  const registered = controller.registration === undefined ? '' : ` (${controller.registration})`
  const cells = [
    `${controller.controller}${registered}`,
    [controller.address, controller.email, controller.phone].filter((one) => one !== undefined).join('; '),
    controller.officer ?? '',
    telling.said(purpose.name).text,
    telling.bases(purpose),
    telling.names('roles', subjectsOf(telling.register, purpose)),
    used.categories.map(({ name }) => telling.said(name).text).join('; '),
    [...new Set(special)].map((one) => say.special[one]).join('; '),
    used.recipients.map(({ name }) => telling.said(name).text).join('; '),
    used.processors.map(({ name, country }) => `${name} (${country})`).join('; '),
    used.transfers
      .map(({ countries, safeguard }) => `${countries.join(', ')}: ${say.safeguards[safeguard]}`)
      .join('; '),
    used.retention.map((one) => `${telling.said(one.name).text}: ${telling.kept(one)}`).join('; '),
    used.measures.map((one) => measureText(telling, one, worked.get(one.id))).join('; '),
    written(cited),
  ]
  return { cells, cited }
}

const measureText = (telling: Telling, { name }: Measure, on: Temporal.PlainDate | undefined): string =>
  `${telling.said(name).text}${on === undefined ? '' : ` (${telling.say.labels.tested} ${on})`}`

/** Where a purpose does not say whose data it uses, it is everybody's. */
const subjectsOf = ({ roles }: Register, purpose: Purpose): readonly string[] => purpose.roles ?? [...roles.keys()]

/** All that the register holds for a purpose on a day. */
export function usedFor(register: Register, { id, categories }: Purpose, day: Temporal.PlainDate) {
  const recipients = [...register.recipients.values()].filter(({ purposes }) => purposes.includes(id))
  const processors = [...register.processors.values()].filter(
    ({ purposes, since, until }) => purposes.includes(id) && isWithin(day, since, until),
  )
  const there = new Set([...recipients, ...processors].map((one) => one.id))
  return {
    categories: [...register.categories.values()].filter((one) => categories.includes(one.id)),
    recipients,
    processors,
    transfers: [...register.transfers.values()].filter((one) => one.recipients.some((to) => there.has(to))),
    retention: [...register.retention.values()].filter((one) => one.categories.some((to) => categories.includes(to))),
    automated: [...register.automated.values()].filter(({ purpose }) => purpose === id),
    interests: [...register.interests.values()].filter(({ purpose }) => purpose === id),
    measures: [...register.measures.values()],
  }
}

const isWithin = (day: Temporal.PlainDate, since: string, until: string | undefined): boolean =>
  Temporal.PlainDate.compare(since, day) <= 0 && (until === undefined || Temporal.PlainDate.compare(day, until) <= 0)
