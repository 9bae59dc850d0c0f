/** Opaque cursors: where a list goes on. They name the list, so that one cannot be used for another, and hold no secret. */
import { EdgeProblem } from './problems.ts'

export function cursorOf(list: string, position: number): string {
  return Buffer.from(`${list} ${position}`).toString('base64url')
}

/** The position in a cursor of this list; 0 without a cursor. Throws EdgeProblem when it is none of ours. */
export function positionOf(list: string, cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const [, name, digits] = /^(.*) ([0-9]{1,16})$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const position = Number(digits)
  if (name !== list || !Number.isSafeInteger(position) || cursorOf(list, position) !== cursor)
    throw new EdgeProblem('cursor-invalid')
  return position
}
