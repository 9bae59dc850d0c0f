/** A lane's writer in a process of its own, from the side of the test. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Command } from '../../src/storage/command.ts'
import type { Ask } from '../bank.ts'
import { commandOf, type Sender, type Told } from '../customers.ts'
import type { Asked } from './crossings.ts'
import type { Order, Outcome, Said } from './writer-process.ts'

type Waiting = { readonly resolve: (outcomes: readonly Outcome[]) => void; readonly reject: (error: Error) => void }

export class WriterInProcess implements Sender {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #stopped: (() => void) | undefined
  #orders = 0
  #keys = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (said: Said) => this.#hear(said))
    child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the process has ended'))
    })
  }

  /** Starts the process, which does not take the lane yet. */
  static async start(databaseUrl: string, keysDir: string): Promise<WriterInProcess> {
    const child = fork(join(import.meta.dirname, 'writer-process.ts'), [databaseUrl, keysDir], {
      serialization: 'advanced',
      execArgv: [],
    })
    await once(child, 'message')
    return new WriterInProcess(child)
  }

  async take(): Promise<void> {
    await this.#order({ order: 'take' })
  }

  /** The next batch is folded and then waits; `folded` settles when it does. */
  async stopBeforeAppend(): Promise<{ readonly folded: Promise<void> }> {
    const folded = new Promise<void>((resolve) => {
      this.#stopped = resolve
    })
    await this.#order({ order: 'stop' })
    return { folded }
  }

  async release(): Promise<void> {
    await this.#order({ order: 'release' })
  }

  /** Submits commands in the same moment. */
  submit(...asked: readonly Asked[]): Promise<readonly Outcome[]> {
    const commands = asked.map(
      ({ kind, payload, ask }): Command => commandOf(kind, payload, { ...ask, key: this.#key(ask) }),
    )
    return this.#order({ order: 'submit', commands })
  }

  async do(kind: string, payload: unknown, ask: Ask = {}): Promise<Told> {
    const [outcome] = await this.submit({ kind, payload: payload as object, ask })
    if (outcome === undefined || 'error' in outcome) throw new Error(`${outcome?.error}: ${outcome?.message}`)
    return outcome.told
  }

  async end(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#order({ order: 'end' }).catch(() => {})
    await gone
  }

  #key({ key }: Ask): string {
    this.#keys += 1
    return key ?? `key ${this.#child.pid} ${this.#keys}`
  }

  #order(order: Pick<Order, 'order'> | { readonly order: 'submit'; readonly commands: readonly Command[] }) {
    this.#orders += 1
    const id = this.#orders
    return new Promise<readonly Outcome[]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, ...order })
    })
  }

  #hear(said: Said): void {
    if ('ready' in said) return
    if ('stopped' in said) {
      this.#stopped?.()
      return
    }
    const waiting = this.#waiting.get(said.id)
    this.#waiting.delete(said.id)
    if ('failed' in said) waiting?.reject(new Error(said.failed))
    else waiting?.resolve(said.outcomes)
  }
}
