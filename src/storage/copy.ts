/**
 * Rows in PostgreSQL's binary COPY format (chapter COPY of its manual): the fastest way in, and the bytes over which the hash chain runs.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from './sql.ts'

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const trailer = Buffer.from([0xff, 0xff])
const int8Oid = 20
const textOid = 25
/** 1 January 2000 is day 0 and microsecond 0 of PostgreSQL. */
const epochDay = 10_957
const epochUs = 946_684_800_000_000n
const msPerDay = 86_400_000
const daysOf400Years = 146_097
const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n

export class CopyRows {
  #buffer: Buffer
  #view: DataView
  #at = 0
  /** The last date and its day: a batch's rows share theirs. */
  #date: Temporal.PlainDate | undefined
  #day = 0

  constructor(capacity = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity)
    this.#view = viewOf(this.#buffer)
  }

  /** Begins a row of `columns` columns; exactly as many values must follow. */
  row(columns: number): this {
    this.#room(2)
    this.#view.setInt16(this.#at, columns)
    this.#at += 2
    return this
  }
  null(): this {
    this.#room(4)
    this.#view.setInt32(this.#at, -1)
    this.#at += 4
    return this
  }
  int2(value: number): this {
    inRange((value << 16) >> 16 === value, value)
    this.#head(2)
    this.#view.setInt16(this.#at, value)
    this.#at += 2
    return this
  }
  int4(value: number): this {
    inRange((value | 0) === value, value)
    this.#head(4)
    this.#view.setInt32(this.#at, value)
    this.#at += 4
    return this
  }
  /** An id or count that is a safe integer. */
  int8(value: number): this {
    inRange(Number.isSafeInteger(value), value)
    this.#head(8)
    this.#view.setInt32(this.#at, Math.floor(value / 0x1_0000_0000))
    this.#view.setUint32(this.#at + 4, value >>> 0)
    this.#at += 8
    return this
  }
  bigint(value: bigint): this {
    inRange(value >= smallest && value <= largest, value)
    this.#head(8)
    this.#view.setBigInt64(this.#at, value)
    this.#at += 8
    return this
  }
  boolean(value: boolean): this {
    this.#head(1)
    this.#view.setUint8(this.#at, value ? 1 : 0)
    this.#at += 1
    return this
  }
  date(value: Temporal.PlainDate): this {
    if (value !== this.#date) {
      this.#date = value
      this.#day = dayOf(value) - epochDay
    }
    return this.int4(this.#day)
  }
  instant(value: Temporal.Instant): this {
    return this.bigint(value.epochNanoseconds / 1000n - epochUs)
  }
  /** text and json. */
  text(value: string): this {
    // Three bytes a character is the most that UTF-8 takes of a UTF-16 unit.
    this.#room(4 + value.length * 3)
    const length = this.#buffer.write(value, this.#at + 4)
    this.#view.setInt32(this.#at, length)
    this.#at += 4 + length
    return this
  }
  /** Text of a closed list, such as a kind or a role: its bytes are remembered. */
  word(value: string): this {
    return this.bytes(bytesOf(value))
  }
  bytes(value: Uint8Array): this {
    this.#head(value.length)
    this.#buffer.set(value, this.#at)
    this.#at += value.length
    return this
  }
  bigints(values: readonly bigint[]): this {
    this.#arrayHead(values.length, int8Oid, 12 * values.length)
    for (const value of values) this.bigint(value)
    return this
  }
  /** An array of text of a closed list. */
  words(values: readonly string[]): this {
    const bytes = values.reduce((sum, value) => sum + 4 + bytesOf(value).length, 0)
    this.#arrayHead(values.length, textOid, bytes)
    for (const value of values) this.word(value)
    return this
  }

  /** The rows' own bytes, without the file's head and end. */
  rows(): Buffer {
    return this.#buffer.subarray(0, this.#at)
  }

  /** The length before a value, and room for the value. */
  #head(length: number): void {
    this.#room(4 + length)
    this.#view.setInt32(this.#at, length)
    this.#at += 4
  }

  #arrayHead(count: number, oid: number, bytes: number): void {
    this.#head(20 + bytes)
    for (const value of [1, 0, oid, count, 1]) {
      this.#view.setInt32(this.#at, value)
      this.#at += 4
    }
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
    this.#view = viewOf(larger)
  }
}

/** A DataView would take the low bits of a number that is too large. */
function inRange(holds: boolean, value: number | bigint): void {
  if (!holds) throw new RangeError(`${value} does not fit its column`)
}

const viewOf = (buffer: Buffer): DataView => new DataView(buffer.buffer, buffer.byteOffset, buffer.length)

const words = new Map<string, Buffer>()

/** Closed lists are short; what is not in them must not be remembered for ever. */
const maximumWords = 4096

function bytesOf(word: string): Buffer {
  let bytes = words.get(word)
  if (bytes === undefined) {
    if (words.size >= maximumWords) words.clear()
    bytes = Buffer.from(word)
    words.set(word, bytes)
  }
  return bytes
}

/** The whole of a binary COPY: the format's head, the rows, and its end. */
export const copyFile = (rows: CopyRows | Buffer): readonly Buffer[] => [
  signature,
  rows instanceof CopyRows ? rows.rows() : rows,
  trailer,
]

/** Copies rows made by `CopyRows` into `table (column, ...)`. */
export async function copyIn(sql: Transaction, table: string, rows: CopyRows | Buffer): Promise<void> {
  const target = await sql.unsafe(`copy ${table} from stdin (format binary)`).writable()
  await pipeline(Readable.from(copyFile(rows)), target)
}

const days = new WeakMap<Temporal.PlainDate, number>()

/** Days since 1970; remembered, since a batch's rows share their dates. */
function dayOf(date: Temporal.PlainDate): number {
  let day = days.get(date)
  if (day === undefined) {
    // Some thousand years later, since Date.UTC takes the years from 0 to 99 for those of the last century.
    day = Date.UTC(date.year + 8_000, date.month - 1, date.day) / msPerDay - 20 * daysOf400Years
    days.set(date, day)
  }
  return day
}
