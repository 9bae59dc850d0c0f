import { laneOf, type PartyId, parseId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { need } from '../kernel/state.ts'
import { type Institution, openInstitution } from '../operations/institution.ts'
import { lanesAt } from '../operations/lanes.ts'
import { sweepEntity } from '../operations/retention/sweeping.ts'
import { whyHeld } from '../operations/retention/why.ts'
import { parties } from '../parties/rules.ts'
import { type SweepRun, sweeps } from '../privacy/retention/store.ts'
import type { Entity } from '../rulebook/pack.ts'
import { openDatabase } from '../storage/embedded.ts'
import { progressLine } from './progress.ts'
import { described, sweepText, whyText } from './retention-shown.ts'
import { databaseSettings, keySettings, serverSettings } from './settings.ts'

type Lane = Awaited<ReturnType<typeof lanesAt>>[number]

/** `pacta retention why SUBJECT`: all that is held about a person with what keeps it, its clause and its end. */
export async function why(subject: string, { json }: { readonly json?: boolean }): Promise<void> {
  const person = parseId<PartyId>(subject)
  if (person === undefined)
    throw new OperatorError('this is no id of a person', subject, 'Write the id of a party, such as 1099511627777.')
  await withInstitution(async (institution, lanes) => {
    const lane = lanes.find((one) => one.lane === laneOf(person))
    const entity = lane && entityOf(institution, lane)
    const [party] = lane === undefined ? [] : await institution.storage.load(lane.lane, [need(parties, person)])
    if (lane === undefined || entity === undefined || party === undefined)
      throw new OperatorError('there is no such person', subject, 'GET /parties lists those there are.')
    const found = await whyHeld(institution, entity, person, lane.businessDate)
    process.stdout.write(
      json ? `${JSON.stringify(described(found), null, 2)}\n` : whyText(found, process.stdout.columns),
    )
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
      const watch = ({ subjects, facts }: SweepRun): void =>
        progress.show(`${found.id}: ${subjects} persons looked at, ${facts} data erased`)
      const run = await sweepEntity(institution, found, lane.businessDate, { watch, patienceMs: 5_000 }).finally(() =>
        progress.clear(),
      )
      if (run === undefined)
        throw new OperatorError(
          `a sweep of ${found.id} is under way`,
          'another process does it now',
          'Wait for it: `pacta retention history` shows when it has ended.',
        )
      const seconds = Math.round(performance.now() - began) / 1000
      process.stdout.write(
        json
          ? `${JSON.stringify({ entity: found.id, seconds, ...run })}\n`
          : sweepText(found.id, run, process.stdout.columns, seconds),
      )
    }
  })
}

/** `pacta retention history`: the runs of the sweep, the newest first. */
export async function history({ json }: { readonly json?: boolean }): Promise<void> {
  await withInstitution(async ({ sql }, lanes) => {
    for (const { lane, entity } of lanes)
      for (const run of await sweeps(sql, lane, 20))
        process.stdout.write(
          json ? `${JSON.stringify({ entity, ...run })}\n` : sweepText(entity, run, process.stdout.columns),
        )
  })
}

async function withInstitution(
  work: (institution: Institution, lanes: readonly Lane[]) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(databaseSettings(process.env))
  try {
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: serverSettings(process.env).pack,
      ...keySettings(process.env),
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

const entityOf = ({ pack }: Institution, { entity }: Lane): Entity | undefined =>
  pack.entities.find(({ id }) => id === entity)
