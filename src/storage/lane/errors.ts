/** Why a command that was submitted to a lane was not decided. LaneLost and what storage throws stand in port.ts. */

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
