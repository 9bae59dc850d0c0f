/** What `pacta retention` prints: why data are kept, and what a sweep did. */
import type { Kept, WhyHeld } from '../operations/retention/why.ts'
import type { SweepRun } from '../privacy/retention/store.ts'
import { wrap } from './wrap.ts'

/** All that is held, as JSON. */
export const described = ({ facts, details, records, holds }: WhyHeld) => ({
  facts: facts.map(({ fact, kind, category, recordedOn, ...kept }) => ({
    fact: String(fact),
    kind,
    category: category ?? null,
    recordedOn,
    ...keptJson(kept),
  })),
  details: details.map(({ what, class: of, count, first, last, ...kept }) => ({
    ...{ what, class: of, count, first, last },
    ...keptJson(kept),
  })),
  records,
  holds,
})

const keptJson = ({ grounds, until }: Kept) => ({
  until: until ?? null,
  grounds: grounds.map(({ item, basis, because, until: end, statutory, stopped, holds, cited }) => ({
    ...{ item, basis, because, until: end ?? null, statutory, stopped: stopped ?? null, holds },
    clauses: cited.settled,
  })),
})

/** All that is held, a line each, and under it what keeps it; nothing is cut. */
export function whyText({ facts, details, records, holds }: WhyHeld, columns: number | undefined): string {
  const lines = [
    ...holds.map((reference) => `Everything stays for the case ${reference}.`),
    ...facts.flatMap(({ kind, category, recordedOn, ...kept }) => [
      `${kind} (${category ?? 'in no category'}), recorded ${recordedOn}: ${endOf(kept)}`,
      ...groundLines(kept),
    ]),
    ...details.flatMap(({ what, class: of, count, first, last, ...kept }) => [
      `${of} of ${what}: ${count}, ${daysOf(first, last)}: ${endOf(kept)}`,
      ...groundLines(kept),
    ]),
    ...records.map(
      ({ what, count, first, last }) =>
        `${what}: ${count}, ${daysOf(first, last)}; they know the person by number alone, and stay`,
    ),
  ]
  return lines.length === 0 ? 'Nothing is held about this person.\n' : printed(lines, columns)
}

const endOf = ({ until }: Kept): string => (until === undefined ? 'kept, no end in sight' : `kept until ${until}`)

const daysOf = (first: Temporal.PlainDate, last: Temporal.PlainDate): string =>
  first.equals(last) ? `of ${first}` : `${first} to ${last}`

const groundLines = ({ grounds }: Kept): readonly string[] =>
  grounds.map(({ item, because, until, statutory, stopped, holds, cited }) => {
    const clauses = cited.settled.map(({ document, clause }) => `${document}-${clause}`).join(', ')
    const term = until === undefined ? 'open' : `${holds ? 'until' : 'ended'} ${until}`
    const stop = stopped === undefined ? '' : ` (${stopped.ground} of ${stopped.since})`
    return `  ${holds ? '+' : '-'} ${item}${statutory ? ' (law)' : ''}: ${because}, ${term}${stop}; ${clauses}`
  })

/** What a run did, and when the last copy of what went is gone. */
export function sweepText(entity: string, run: SweepRun, columns: number | undefined, seconds?: number): string {
  const { sweep, day, subjects, facts, keys, others, backupExpires, ended } = run
  const gone =
    keys === 0
      ? ''
      : backupExpires === null
        ? ' No backup of the keys holds any of it.'
        : ` The last backup of a key that went expires ${backupExpires}: until then it is not gone for good.`
  const time = seconds === undefined ? '' : ` (${seconds} s)`
  return printed(
    [
      `${entity} sweep ${sweep} of ${day}: ${subjects} persons, ${facts} data erased, ${keys} keys destroyed, ${others} rows beside them${
        ended === null ? ', not ended' : ''
      }${time}.${gone}`,
    ],
    columns,
  )
}

const printed = (lines: readonly string[], columns: number | undefined): string =>
  `${lines.map((line) => wrap(line, columns)).join('\n')}\n`
