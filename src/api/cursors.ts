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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The same for a list whose rows are known by a UUID. */
export const idCursorOf = (list: string, id: string): string => Buffer.from(`${list} ${id}`).toString('base64url')

/** The id in a cursor of this list; undefined without a cursor. Throws EdgeProblem when it is none of ours. */
export function idPositionOf(list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const text = Buffer.from(cursor, 'base64url').toString()
  const id = text.slice(list.length + 1)
  if (!uuid.test(id) || idCursorOf(list, id) !== cursor) throw new EdgeProblem('cursor-invalid')
  return id
}
