/**
 * The connection over which a lane's writer appends: a batch is one message there and one answer back, however many tables it touches.
 * A simple query may hold several COPY commands, and their data may follow without waiting to be asked; all of it is one transaction.
 * Source: PostgreSQL, "Message Flow", Simple Query and COPY Operations. Why a driver beside the other: docs/decisions/0011-append.md.
 */
import { Client, type Connection, type QueryConfig, type Submittable } from 'pg'
import { copyFile } from '../copy.ts'
import type { Write } from './writes.ts'

/** What every connection of `pg` has for COPY, and its types leave out. */
type CopyingConnection = Connection & { endCopyFrom(): void }

/** What every client of `pg` has, and its types leave out. */
type SendingClient = Client & { readonly connection: CopyingConnection }

/** Time to connect, and to make the session what it must be. */
const connectMs = 10_000

/**
 * What an answer promises must not hang on the defaults of a role or database: that a commit is durable (`remote_apply` promises more
 * still), and that `literal` is how strings are quoted.
 */
const sessionSettings = `
  select set_config('standard_conforming_strings', 'on', false);
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') <> 'remote_apply'`

export class AppendConnection {
  readonly #url: string
  readonly #answerMs: number
  #client: Promise<Client> | undefined

  /** @param answerMs how long a batch may take before its connection counts as lost */
  constructor(url: string, answerMs: number) {
    this.#url = url
    this.#answerMs = answerMs
  }

  /**
   * Carries out the writes in one transaction, or none of them. Rejects with PostgreSQL's error, or that of a lost connection; then nobody
   * knows yet what became of them.
   */
  async run(writes: readonly Write[]): Promise<void> {
    this.#client ??= this.#connect()
    const client = await this.#client
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error) => (error === undefined ? resolve() : reject(error))
      const message = new Message(writes, this.#answerMs, done)
      client.query<Submittable>(message)
      // Behind another message `pg` would wait for the answer to that one; PostgreSQL need not.
      message.send((client as SendingClient).connection)
    })
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    await client?.end()
  }

  #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      application_name: 'pacta lane',
      keepAlive: true,
      connectionTimeoutMillis: connectMs,
    })
    const ready = prepared(client)
    // One that was given up may end when there is another already.
    const forget = () => {
      if (this.#client === ready) this.#client = undefined
    }
    ready.catch(forget)
    client.on('error', forget)
    client.on('end', forget)
    return ready
  }
}

async function prepared(client: Client): Promise<Client> {
  try {
    await client.connect()
    await client.query({ text: sessionSettings, query_timeout: connectMs } as QueryConfig)
    return client
  } catch (error) {
    client.end().catch(() => {})
    throw error
  }
}

/** The head of a CopyData message: `pg` would copy what comes behind it into a buffer of its own. */
function copyDataHead(length: number): Buffer {
  const head = Buffer.allocUnsafe(5)
  head.writeUInt8(0x64)
  head.writeInt32BE(length + 4, 1)
  return head
}

/** What `pg` hands the wire to. */
class Message {
  readonly #writes: readonly Write[]
  readonly #answerMs: number
  readonly #done: (error?: Error) => void
  #deadline: NodeJS.Timeout | undefined
  #isSent = false

  constructor(writes: readonly Write[], answerMs: number, done: (error?: Error) => void) {
    this.#writes = writes
    this.#answerMs = answerMs
    this.#done = done
  }

  /** It is this message's turn to be answered. */
  submit(given: Connection): void {
    const connection = given as CopyingConnection
    const late = () => connection.stream.destroy(new Error(`the database has not answered for ${this.#answerMs} ms`))
    this.#deadline = setTimeout(late, this.#answerMs)
    this.send(connection)
  }

  /** Puts the message on the wire, once. */
  send(connection: CopyingConnection): void {
    if (this.#isSent) return
    this.#isSent = true
    const { stream } = connection
    stream.cork()
    connection.query(this.#writes.map(textOf).join(';\n'))
    for (const write of this.#writes) {
      if (!('copy' in write)) continue
      for (const part of copyFile(write.rows)) {
        stream.write(copyDataHead(part.length))
        stream.write(part)
      }
      connection.endCopyFrom()
    }
    stream.uncork()
  }

  /** `pg` forgets a query with its first error, of the database or of the connection: it is not told when all is ready again. */
  handleError(error: Error): void {
    clearTimeout(this.#deadline)
    this.#done(error)
  }
  handleReadyForQuery(): void {
    clearTimeout(this.#deadline)
    this.#done()
  }
  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

const textOf = (write: Write): string =>
  'copy' in write ? `copy ${write.copy} from stdin (format binary)` : write.statement
