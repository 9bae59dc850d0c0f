/** Asks a running server over HTTP, and keeps every answer that was no success. */

export type Answer = {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any
}

export class Client {
  readonly base: string
  /** Errors, headers included, as they went out. */
  readonly errors: string[] = []
  #keys = 0

  constructor(base: string) {
    this.base = base
  }

  get(path: string, token: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, { headers: { authorization: `Bearer ${token}`, ...headers } })
  }

  /** @param body an object goes as JSON, a text as it stands */
  post(path: string, body: object | string, token: string, headers: Record<string, string> = {}): Promise<Answer> {
    this.#keys += 1
    return this.#ask(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `canary-${this.#keys}`,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /** The same, for what must succeed. */
  async done(path: string, body: object | string, token: string, headers: Record<string, string> = {}) {
    const answer = await this.post(path, body, token, headers)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    const answer = await fetch(`${this.base}${path}`, { ...init, redirect: 'manual' })
    const text = await answer.text()
    if (answer.status >= 400) this.errors.push(`${JSON.stringify([...answer.headers])}\n${text}`)
    return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined }
  }
}
