/** Breaches for tests. */
import { TestBank } from '../../../../tests/bank.ts'
import { type DeadlineKey, deadlines } from '../../../kernel/deadline.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { affectedKey, affectedPersons } from '../affected/rules.ts'
import { breaches } from '../rules.ts'

export const officer = { role: 'data-protection-officer', staff: 'D-01' } as const
export const codeOf = (decision: DecisionView): string =>
  decision.outcome === 'refused' ? String(decision.code) : 'accepted'

/** The register of breaches of a bank in memory, as its data-protection officer works with it. */
export class Register {
  readonly bank: TestBank
  breach = ''

  constructor(bank: TestBank) {
    this.bank = bank
  }

  static async at(now: string): Promise<Register> {
    const bank = await TestBank.open({ on: now.slice(0, 10) })
    bank.clock.at = Temporal.Instant.from(now)
    return new Register(bank)
  }

  async report(awareAt: string, more: object = {}): Promise<DecisionView> {
    const decision = await this.do('report', {
      awareAt,
      from: '2026-01-04T20:00:00Z',
      until: '2026-01-05T06:00:00Z',
      natures: ['access', 'disclosure'],
      kinds: ['name', 'payment-details'],
      staff: 'T-07',
      file: 'DP-2026/1',
      ...more,
    })
    if (decision.outcome === 'accepted') this.breach = String(decision.facts['breach'])
    return decision
  }

  ask(act: string, payload: object = {}): Promise<DecisionView> {
    return this.do(act, { breach: this.breach, ...payload })
  }

  do(act: string, payload: object): Promise<DecisionView> {
    return this.bank.do(`breach.${act}`, payload, { actor: officer })
  }

  assess(risk: string): Promise<DecisionView> {
    return this.ask('assess', { risk, consequences: ['identity-theft'], remedies: ['access-closed'] })
  }

  affected(subject: PartyId) {
    return this.bank.record(affectedPersons, affectedKey(Number(this.breach), subject))
  }

  get record() {
    return this.bank.record(breaches, Number(this.breach))
  }

  deadline(due: string): 'set' | 'cleared' | undefined {
    return this.bank.record(deadlines, `${due} breach-authority ${this.breach}` as DeadlineKey)
  }
}
