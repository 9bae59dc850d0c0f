/** A machine without metal: speaks to the core over HTTP as a real one would, as a client of its own, and counts the notes in words. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a person types in at the machine. */
export type Typed = {
  readonly personalCode: string
  readonly chosen: string
  readonly assigned: string
  readonly direction: 'withdrawal' | 'deposit'
  readonly amountMinor: string
  readonly currency: string
}

type Facts = Readonly<Record<string, unknown>>
export type Served =
  | { readonly outcome: 'done'; readonly facts: Facts }
  /** `detail` is the sentence for the screen, in the language that was asked for. */
  | { readonly outcome: 'refused'; readonly code: string; readonly detail: string }

export type AtmOptions = {
  /** Where the core is, such as http://localhost:8080. */
  readonly core: string
  /** The machine's own token. */
  readonly token: string
  readonly language?: 'en' | 'lv'
  readonly timeoutMs?: number
  readonly tries?: number
  readonly pauseMs?: number
}

type Answer = { readonly status: number; readonly body: Facts & { readonly facts?: Facts } }

/** A command whose answer never came; under its key the core tells later what became of it. */
type Unanswered = { readonly path: string; readonly body: object; readonly key: string }

/** The core did not answer, so nobody knows yet whether cash may be given: the machine keeps it and says so. */
export class AtmOffline extends Error {
  override readonly name = 'AtmOffline'
}

export class AtmSimulator {
  readonly #options: Required<AtmOptions>
  #unanswered: readonly Unanswered[] = []

  constructor(options: AtmOptions) {
    this.#options = { language: 'en', timeoutMs: 5_000, tries: 4, pauseMs: 300, ...options }
  }

  /** Enters the code and asks for the transaction. Throws AtmOffline when the core cannot be reached. */
  async serve({ personalCode, chosen, assigned, direction, amountMinor, currency }: Typed): Promise<Served> {
    const entered = await this.#post(entries, { personalCode, chosen, assigned })
    if (entered.status !== 200) return refusedBy(entered)
    const entry = String(entered.body.facts?.['entry'])
    const amount = { minor: amountMinor, currency }
    const used = await this.#post(`/cash-codes/entries/${entry}/transactions`, { direction, amount })
    return used.status === 200 ? { outcome: 'done', facts: used.body.facts ?? {} } : refusedBy(used)
  }

  /**
   * Asks again about transactions whose answer never came. Those that went through although no cash was given or kept are told by their
   * decisions: the institution reverses them (a correction, by two people). What the core still does not answer is asked again next time.
   */
  async reconcile(): Promise<readonly string[]> {
    const asked = this.#unanswered
    this.#unanswered = []
    const booked: string[] = []
    for (const one of asked) {
      const answer = await this.#send(one).catch(() => undefined)
      if (answer?.status === 200) booked.push(String(answer.body['decision']))
    }
    return booked
  }

  #post(path: string, body: object): Promise<Answer> {
    return this.#send({ path, body, key: randomUUID() })
  }

  /** One command under one key, however often it has to be sent. */
  async #send(command: Unanswered): Promise<Answer> {
    const { tries, pauseMs } = this.#options
    const { path, body, key } = command
    for (let tried = 1; ; tried += 1) {
      const answer = await this.#once(path, body, key)
      if (answer !== undefined && answer.status < 500 && answer.status !== 409) return answer
      // 409 is of a state, or of a command that is still being decided: only the latter has its own code.
      if (answer?.status === 409 && answer.body['code'] !== 'key-in-flight') return answer
      if (tried >= tries) {
        // An entry moves nothing, so nothing hangs on what became of it.
        if (path !== entries) this.#unanswered = [...this.#unanswered, command]
        throw new AtmOffline('the bank does not answer')
      }
      await sleep(pauseMs * 2 ** (tried - 1))
    }
  }

  async #once(path: string, body: object, key: string): Promise<Answer | undefined> {
    const { core, token, language, timeoutMs } = this.#options
    try {
      const response = await fetch(new URL(path, core), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
          'accept-language': language,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, body: (await response.json()) as Answer['body'] }
    } catch {
      return undefined
    }
  }
}

const entries = '/cash-codes/entries'

const refusedBy = ({ body }: Answer): Served => ({
  outcome: 'refused',
  code: String(body['code']),
  detail: String(body['detail']),
})
