import { join } from 'node:path'
import { laneOf, type PartyId, parseId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { type Institution, openInstitution } from '../operations/institution.ts'
import { lanesAt } from '../operations/lanes.ts'
import { sweepEntity, type Why, whyKept } from '../operations/retention/run.ts'
import { type SweepRun, sweeps } from '../privacy/retention/store.ts'
import type { Entity } from '../rulebook/pack.ts'
import { openDatabase } from '../storage/embedded.ts'
import { progressLine } from './progress.ts'
import { databaseSettings, dataDir, serverSettings } from './settings.ts'

type Lane = Awaited<ReturnType<typeof lanesAt>>[number]

/** `pacta retention why SUBJECT`: every datum about a person with what keeps it, its clause and its end. */
export async function why(subject: string, { json }: { readonly json?: boolean }): Promise<void> {
  const person = parseId<PartyId>(subject)
  if (person === undefined)
    throw new OperatorError('this is no id of a person', subject, 'Write the id of a party, such as 1099511627777.')
  await withInstitution(async (institution, lanes) => {
    const lane = lanes.find((one) => one.lane === laneOf(person))
    const entity = lane && entityOf(institution, lane)
    if (lane === undefined || entity === undefined)
      throw new OperatorError('there is no such person', subject, 'GET /parties lists those there are.')
    const found = await whyKept(institution, entity, person, lane.businessDate)
    process.stdout.write(json ? `${JSON.stringify(found.map(described), null, 2)}\n` : whyText(found))
  })
}

/** `pacta retention sweep`: erases what no ground keeps any more; goes on where an interrupted run ended. */
export async function runSweep({ entity, json }: { readonly entity?: string; readonly json?: boolean }): Promise<void> {
  const progress = progressLine()
  await withInstitution(async (institution, lanes) => {
    for (const lane of lanes) {
      const found = entityOf(institution, lane)
      if (found === undefined || (entity !== undefined && found.id !== entity)) continue
      const began = performance.now()
      const run = await sweepEntity(institution, found, lane.businessDate, ({ subjects, facts }) =>
        progress.show(`${found.id}: ${subjects} persons looked at, ${facts} data erased`),
      ).finally(() => progress.clear())
      const seconds = Math.round(performance.now() - began) / 1000
      process.stdout.write(
        json ? `${JSON.stringify({ entity: found.id, seconds, ...run })}\n` : sweepText(found.id, run, seconds),
      )
    }
  })
}

/** `pacta retention history`: the runs of the sweep, the newest first. */
export async function history({ json }: { readonly json?: boolean }): Promise<void> {
  await withInstitution(async ({ sql }, lanes) => {
    for (const { lane, entity } of lanes)
      for (const run of await sweeps(sql, lane, 20))
        process.stdout.write(json ? `${JSON.stringify({ entity, ...run })}\n` : sweepText(entity, run))
  })
}

async function withInstitution(
  work: (institution: Institution, lanes: readonly Lane[]) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(databaseSettings(process.env))
  try {
    const keysDir = join(dataDir(process.env), 'keys')
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: serverSettings(process.env).pack,
      keysDir,
    })
    try {
      await work(institution, await lanesAt(institution.sql))
    } finally {
      await institution.close()
    }
  } finally {
    await database.stop()
  }
}

const entityOf = ({ rulebook }: Institution, { entity }: Lane): Entity | undefined =>
  rulebook.pack.entities.find(({ id }) => id === entity)

const described = ({ fact, kind, category, recordedOn, grounds, until }: Why) => ({
  fact: String(fact),
  kind,
  category: category ?? null,
  recordedOn,
  until: until ?? null,
  grounds: grounds.map(({ item, basis, because, until: end, statutory, holds, cited }) => ({
    item,
    basis,
    because,
    until: end ?? null,
    statutory,
    holds,
    clauses: cited.settled,
  })),
})

function whyText(found: readonly Why[]): string {
  if (found.length === 0) return 'Nothing is known of this person.\n'
  return `${found
    .flatMap(({ kind, category, recordedOn, grounds, until }) => [
      `${kind} (${category ?? 'in no category'}), recorded ${recordedOn}: ${
        until === undefined ? 'kept, no end in sight' : `kept until ${until}`
      }`,
      ...grounds.map(({ item, because, until: end, statutory, holds, cited }) => {
        const clauses = cited.settled.map(({ document, clause }) => `${document}-${clause}`).join(', ')
        const term = end === undefined ? 'open' : `${holds ? 'until' : 'ended'} ${end}`
        return `  ${holds ? '+' : '-'} ${item}${statutory ? ' (law)' : ''}: ${because}, ${term}; ${clauses}`
      }),
    ])
    .map(cut)
    .join('\n')}\n`
}

const sweepText = (entity: string, run: SweepRun, seconds?: number): string =>
  `${entity} sweep ${run.sweep} of ${run.day}: ${run.subjects} persons, ${run.facts} data erased, ${run.keys} keys destroyed${run.ended === null ? ', not ended' : ''}${seconds === undefined ? '' : ` (${seconds} s)`}.\n`

const cut = (line: string): string => (line.length > 100 ? `${line.slice(0, 97)}...` : line)
