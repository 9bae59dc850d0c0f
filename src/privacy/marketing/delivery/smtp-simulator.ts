/** A mail server that sends nothing on and shows what it took: for the demonstration and for tests. Source: RFC 5321. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

export type TakenMail = {
  readonly to: readonly string[]
  /** Unfolded, by name in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const maximumBytes = 1_000_000

export class SmtpSimulator {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #mails: TakenMail[] = []
  readonly #faults: number[] = []

  constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
      this.#converse(socket)
    })
  }

  /** Listens on a port of 127.0.0.1, any free one unless told, and gives it. */
  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: '127.0.0.1', port }, resolve)
    })
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What was taken, the latest last. */
  get mails(): readonly TakenMail[] {
    return this.#mails
  }

  /** Lets the next recipients be answered with these codes instead of 250. */
  fail(...codes: readonly number[]): void {
    this.#faults.push(...codes)
  }

  #converse(socket: Socket): void {
    let [pending, recipients, inData] = ['', [] as string[], false]
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    const take = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'EHLO' || verb === 'HELO') say('250 simulator')
      else if (verb === 'MAIL' || verb === 'NOOP') say('250 ok')
      else if (verb === 'RSET') {
        recipients = []
        say('250 ok')
      } else if (verb === 'RCPT') {
        const fault = this.#faults.shift()
        if (fault === undefined) recipients.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
        say(fault === undefined ? '250 ok' : `${fault} no`)
      } else if (verb === 'DATA') {
        inData = true
        say('354 go on')
      } else if (verb === 'QUIT') {
        say('221 bye')
        socket.end()
      } else say('502 unknown')
    }
    say('220 simulator')
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      pending += chunk
      if (pending.length > maximumBytes) return void socket.destroy()
      for (;;) {
        const end = pending.indexOf(inData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const part = pending.slice(0, end)
        pending = pending.slice(end + (inData ? 5 : 2))
        if (!inData) {
          take(part)
          continue
        }
        inData = false
        this.#mails.push(mailOf(part, recipients))
        recipients = []
        say('250 taken')
      }
    })
  }
}

function mailOf(raw: string, to: readonly string[]): TakenMail {
  const split = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, split).replace(/\r\n[ \t]+/g, ' ')
  const headers = Object.fromEntries(
    head.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const isQuoted = headers['content-transfer-encoding'] === 'quoted-printable'
  const text = raw.slice(split + 4).replace(/^\.\./gm, '.')
  return { to, headers, body: isQuoted ? unquoted(text) : text }
}

/** Source: RFC 2045, section 6.7. */
function unquoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
