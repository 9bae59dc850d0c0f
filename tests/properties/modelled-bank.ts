/** A bank in memory with the model bank beside it: every decision is compared with what the model expects. */
import { expect } from 'vitest'
import { type Account, type AccountEvent, accounts } from '../../src/ledger/rules.ts'
import type { Command } from '../../src/storage/command.ts'
import type { Answer } from '../../src/storage/lane/submission.ts'
import { type Ask, TestBank, testLane } from '../bank.ts'
import type { Sender, Told } from '../customers.ts'
import { ModelBank, restrictedOf } from '../model/bank.ts'
import { play } from '../model/expected.ts'
import { draw } from '../simulation/commands.ts'
import type { Drawn } from '../simulation/drawing.ts'
import { shown } from '../simulation/journal-watch.ts'
import { Random } from '../simulation/random.ts'
import { settle } from '../simulation/small-bank.ts'

/** A command with its key, as it was sent. */
export type Sent = { readonly command: Command; readonly answer: Answer }

export class ModelledBank implements Sender {
  readonly bank: TestBank
  readonly model: ModelBank
  readonly sent: Sent[] = []

  private constructor(bank: TestBank) {
    this.bank = bank
    this.model = new ModelBank('2026-01-05')
  }

  /** The small bank of simulations. */
  static async open(): Promise<ModelledBank> {
    const bank = new ModelledBank(await TestBank.open())
    await settle(bank)
    bank.sent.length = 0
    return bank
  }

  async do(kind: string, payload: unknown, ask: Ask = {}): Promise<Told> {
    const command = this.bank.command(kind, payload, ask)
    const answer = await this.bank.writer.submit(command)
    const { outcome, id, facts, code } = answer.decision
    const expected = play(
      this.model,
      command as Parameters<typeof play>[1],
      outcome === 'accepted' ? { id, facts } : undefined,
    )
    expect({ kind, code, payload }).toEqual({ kind, code: expected, payload })
    this.sent.push({ command, answer })
    return answer.decision
  }

  /** Draws a command from a number; undefined for one that may fail altogether. */
  draw(number: number): Drawn | undefined {
    const drawn = draw(new Random(number), this.model)
    return drawn.mayFail ? undefined : drawn
  }

  /** Draws and carries out a command for each number. */
  async play(numbers: readonly number[], which: (drawn: Drawn) => boolean = () => true): Promise<void> {
    for (const number of numbers) {
      const drawn = this.draw(number)
      if (drawn !== undefined && which(drawn)) await this.do(drawn.kind, drawn.payload, drawn.ask)
    }
  }

  /** Every committed record of every collection, as text. */
  records(): string {
    const { storage } = this.bank
    const names = new Set(storage.journal(testLane).flatMap(({ steps }) => [...steps.keys()].map(({ name }) => name)))
    return shown(
      [...names]
        .sort()
        .map((name) => [name, [...storage.records(testLane, name)].sort(([a], [b]) => (a < b ? -1 : 1))]),
    )
  }

  /** Every entry, with the account as it was after it. */
  entries(): readonly { readonly event: Extract<AccountEvent, { kind: 'entry' }>; readonly after: Account }[] {
    return this.bank.storage
      .journal(testLane)
      .flatMap(({ steps }) => steps.get(accounts) ?? [])
      .flatMap(({ event, after }) => {
        const changed = event as AccountEvent
        return changed.kind === 'entry' ? [{ event: changed, after: after as Account }] : []
      })
  }

  expectAsModelled(): void {
    for (const one of this.model.accounts.values()) {
      const account = this.bank.record(accounts, Number(one.id) as never) as Account
      const { balanceMinor, heldMinor, limitMinor, restrictedMinor, status, seq } = account
      expect({ balanceMinor, heldMinor, limitMinor, restrictedMinor, status, seq }).toEqual({
        balanceMinor: one.balance,
        heldMinor: one.held,
        limitMinor: one.limit,
        restrictedMinor: restrictedOf(one.restrictions),
        status: one.status,
        seq: one.seq,
      })
    }
  }
}
