import { OperatorError } from '../kernel/operator-error.ts'
import { type Institution, openInstitution } from '../operations/institution.ts'
import { LaneHolder } from '../operations/lane-holder.ts'
import type { Entity } from '../rulebook/pack.ts'
import { openDatabase } from '../storage/embedded.ts'
import { databaseSettings, keySettings, serverSettings } from './settings.ts'

/** A bank whose lanes this process writes. */
export type HeldBank = { readonly institution: Institution; readonly lanes: LaneHolder }

/**
 * Runs `work` with the bank's lanes in hand, for commands that change it while no server runs.
 *
 * @throws OperatorError when another process serves the bank
 */
export async function heldBank<T>(work: (bank: HeldBank) => Promise<T>): Promise<T> {
  const database = await openDatabase(databaseSettings(process.env))
  const closing: (() => Promise<unknown>)[] = [() => database.stop()]
  try {
    const { pack } = serverSettings(process.env)
    const institution = await openInstitution({ databaseUrl: database.url, pack, ...keySettings(process.env) })
    closing.unshift(() => institution.close())
    const lanes = await LaneHolder.take(institution, database.url)
    closing.unshift(() => lanes.close())
    return await work({ institution, lanes })
  } finally {
    for (const close of closing) await close()
  }
}

/**
 * The entities meant: the one named, or all.
 *
 * @throws OperatorError when there is none of that name
 */
export function entitiesNamed({ institution }: HeldBank, name: string | undefined): readonly Entity[] {
  const { entities } = institution.pack
  if (name === undefined) return entities
  const found = entities.filter(({ id }) => id === name)
  if (found.length === 0)
    throw new OperatorError(
      'there is no such entity',
      `the pack has ${entities.map(({ id }) => id).join(', ')}, not ${name}`,
      'Name one of these, or leave --entity out.',
    )
  return found
}
