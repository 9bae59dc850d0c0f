/**
 * The connection over which a lane's writer appends: a batch is one message there and one answer back, however many tables it touches.
 * A simple query may hold several COPY commands, and their data may follow without waiting to be asked; all of it is one transaction.
 * Source: PostgreSQL, "Message Flow", Simple Query and COPY Operations. Why a driver beside the other: docs/decisions/0011-append.md.
 */
import { Client, type Connection, type Submittable } from 'pg'
import { CopyRows } from '../copy.ts'
import type { Write } from './writes.ts'

/** What every connection of `pg` has for COPY, and its types leave out. */
type CopyingConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const trailer = Buffer.from([0xff, 0xff])

export class AppendConnection {
  readonly #url: string
  #client: Promise<Client> | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** Carries out the writes in one transaction, or none of them. Rejects with PostgreSQL's error, or that of a lost connection. */
  async run(writes: readonly Write[]): Promise<void> {
    this.#client ??= this.#connect()
    const client = await this.#client
    await new Promise<void>((resolve, reject) => {
      const message = new Message(writes, (error) => (error === undefined ? resolve() : reject(error)))
      client.query<Submittable>(message)
    })
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    await client?.end()
  }

  async #connect(): Promise<Client> {
    try {
      const client = new Client({ connectionString: this.#url, application_name: 'pacta lane' })
      const forget = () => {
        this.#client = undefined
      }
      client.on('error', forget)
      client.on('end', forget)
      await client.connect()
      return client
    } catch (error) {
      this.#client = undefined
      throw error
    }
  }
}

/** What `pg` hands the wire to. */
class Message {
  readonly #writes: readonly Write[]
  readonly #done: (error?: Error) => void

  constructor(writes: readonly Write[], done: (error?: Error) => void) {
    this.#writes = writes
    this.#done = done
  }

  submit(given: Connection): void {
    const connection = given as CopyingConnection
    const { stream } = connection
    stream.cork()
    connection.query(this.#writes.map(textOf).join(';\n'))
    for (const write of this.#writes) {
      if (!('copy' in write)) continue
      const rows = write.rows instanceof CopyRows ? write.rows.rows() : write.rows
      connection.sendCopyFromChunk(Buffer.concat([signature, rows, trailer]))
      connection.endCopyFrom()
    }
    stream.uncork()
  }

  /** `pg` forgets a query with its first error, of the database or of the connection: it is not told when all is ready again. */
  handleError(error: Error): void {
    this.#done(error)
  }
  handleReadyForQuery(): void {
    this.#done()
  }
  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

const textOf = (write: Write): string => ('copy' in write ? `copy ${write.copy} from stdin (format binary)` : write.statement)
