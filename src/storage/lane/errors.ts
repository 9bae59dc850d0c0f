/** Why a command that was submitted to a lane was not decided; besides LaneLost, which storage throws (port.ts). */
import type { DatabaseRefused } from './port.ts'

/** The same key came with another body. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused'
}
/** A command with the same key is being decided. */
export class InFlight extends Error {
  override readonly name = 'InFlight'
}
/** The command itself made the writer or the database fail; nothing of it was done. */
export class Poisonous extends Error {
  override readonly name = 'Poisonous'
}
/** The writer was closed, or cannot reach the database; the command was not carried out and may be sent again. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

export const poisonous = (error: unknown): Poisonous =>
  new Poisonous(`the command could not be carried out: ${asError(error).message}`, { cause: error })

export const refusedByDatabase = (error: DatabaseRefused): Poisonous =>
  new Poisonous(`the database refused the command: ${error.message}`, { cause: error })

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
