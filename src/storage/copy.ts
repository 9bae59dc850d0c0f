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

export class CopyRows {
  #buffer: Buffer
  #at = 0

  constructor(capacity = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity)
  }

  /** Begins a row of `columns` columns; exactly as many values must follow. */
  row(columns: number): this {
    this.#room(2)
    this.#at = this.#buffer.writeInt16BE(columns, this.#at)
    return this
  }
  null(): this {
    this.#room(4)
    this.#at = this.#buffer.writeInt32BE(-1, this.#at)
    return this
  }
  int2(value: number): this {
    this.#room(6)
    this.#at = this.#buffer.writeInt32BE(2, this.#at)
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
    return this
  }
  int4(value: number): this {
    this.#room(8)
    this.#at = this.#buffer.writeInt32BE(4, this.#at)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
    return this
  }
  /** An id or count that is a safe integer. */
  int8(value: number): this {
    this.#room(12)
    this.#at = this.#buffer.writeInt32BE(8, this.#at)
    this.#at = this.#buffer.writeInt32BE(Math.floor(value / 0x1_0000_0000), this.#at)
    this.#at = this.#buffer.writeUInt32BE(value >>> 0, this.#at)
    return this
  }
  bigint(value: bigint): this {
    this.#room(12)
    this.#at = this.#buffer.writeInt32BE(8, this.#at)
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at)
    return this
  }
  boolean(value: boolean): this {
    this.#room(5)
    this.#at = this.#buffer.writeInt32BE(1, this.#at)
    this.#at = this.#buffer.writeUInt8(value ? 1 : 0, this.#at)
    return this
  }
  date(value: Temporal.PlainDate): this {
    return this.int4(dayOf(value) - epochDay)
  }
  instant(value: Temporal.Instant): this {
    return this.bigint(value.epochNanoseconds / 1000n - epochUs)
  }
  /** text and json. */
  text(value: string): this {
    // Three bytes a character is the most that UTF-8 takes of a UTF-16 unit.
    this.#room(4 + value.length * 3)
    const length = this.#buffer.write(value, this.#at + 4)
    this.#buffer.writeInt32BE(length, this.#at)
    this.#at += 4 + length
    return this
  }
  bytes(value: Uint8Array): this {
    this.#room(4 + value.length)
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at)
    this.#buffer.set(value, this.#at)
    this.#at += value.length
    return this
  }
  bigints(values: readonly bigint[]): this {
    this.#arrayHead(values.length, int8Oid, 12 * values.length)
    for (const value of values) this.bigint(value)
    return this
  }
  texts(values: readonly string[]): this {
    const bytes = values.reduce((sum, value) => sum + 4 + Buffer.byteLength(value), 0)
    this.#arrayHead(values.length, textOid, bytes)
    for (const value of values) this.text(value)
    return this
  }

  /** The rows' own bytes, without the file's head and end. */
  rows(): Buffer {
    return this.#buffer.subarray(0, this.#at)
  }

  #arrayHead(count: number, oid: number, bytes: number): void {
    this.#room(24 + bytes)
    this.#at = this.#buffer.writeInt32BE(20 + bytes, this.#at)
    this.#at = this.#buffer.writeInt32BE(1, this.#at)
    this.#at = this.#buffer.writeInt32BE(0, this.#at)
    this.#at = this.#buffer.writeInt32BE(oid, this.#at)
    this.#at = this.#buffer.writeInt32BE(count, this.#at)
    this.#at = this.#buffer.writeInt32BE(1, this.#at)
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }
}

/** Copies rows made by `CopyRows` into `table (column, ...)`. */
export async function copyIn(sql: Transaction, table: string, rows: CopyRows | Buffer): Promise<void> {
  const target = await sql.unsafe(`copy ${table} from stdin (format binary)`).writable()
  await pipeline(Readable.from([signature, rows instanceof CopyRows ? rows.rows() : rows, trailer]), target)
}

const days = new WeakMap<Temporal.PlainDate, number>()

/** Days since 1970; remembered, since a batch's rows share their dates. */
function dayOf(date: Temporal.PlainDate): number {
  let day = days.get(date)
  if (day === undefined) {
    day = Date.UTC(date.year, date.month - 1, date.day) / msPerDay
    days.set(date, day)
  }
  return day
}
