/**
 * A datum of which a part is fenced, as it is sealed: what everybody may read who may read the datum, and the whole. So a payment keeps its
 * counterparty in sight when what it is for is closed off, and stays under one key for as long as it is kept.
 */
import { type Fence, fences } from './rules.ts'

/** No text begins so: these bytes are no UTF-8. */
const mark = Buffer.from('\xfffenced\xff', 'latin1')
/** The mark, which fence, and how long the open part is. */
const headBytes = mark.length + 1 + 4

export type Parts = { readonly fence: Fence; readonly open: Uint8Array; readonly whole: Uint8Array }

/** @param open what is left of the whole for whoever may not see all of it */
export function joined({ fence, open, whole }: Parts): Uint8Array {
  const head = Buffer.alloc(headBytes)
  mark.copy(head)
  head[mark.length] = fences.indexOf(fence)
  head.writeUInt32BE(open.length, mark.length + 1)
  return Buffer.concat([head, open, whole])
}

/** The parts of a datum; undefined where all of it is open. Throws RangeError when it was cut short. */
export function partsOf(plain: Uint8Array): Parts | undefined {
  if (plain.length < headBytes || mark.compare(plain, 0, mark.length) !== 0) return undefined
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.length)
  const fence = fences[bytes[mark.length] as number]
  const end = headBytes + bytes.readUInt32BE(mark.length + 1)
  if (fence === undefined || end > bytes.length) throw new RangeError('a datum with a fenced part was cut short')
  return { fence, open: bytes.subarray(headBytes, end), whole: bytes.subarray(end) }
}
