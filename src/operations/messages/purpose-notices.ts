/** Has the lane note whom messages about a new purpose reached: from then on, data of before serve it. */
import type { LaneId } from '../../kernel/ids.ts'
import { recordPurposeNotice } from '../../privacy/new-purposes/commands.ts'
import { letterOf, type NewPurpose } from '../../privacy/new-purposes/rules.ts'
import { reachedUntold } from '../../privacy/new-purposes/store.ts'
import type { Command } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Sql } from '../../storage/sql.ts'

export type PurposeNoticesOptions = {
  readonly sql: Sql
  readonly lane: LaneId
  /** Purposes that came with later versions; while there are none, nothing is looked for. */
  readonly newOnes: () => readonly NewPurpose[]
  readonly submit: (command: Command) => Promise<DecisionView>
}

const atOnce = 500

export class PurposeNotices {
  readonly #options: PurposeNoticesOptions

  constructor(options: PurposeNoticesOptions) {
    this.#options = options
  }

  /** One round: gives how many were told. Whom it is noted of is no longer found. */
  async round(): Promise<number> {
    const { sql, lane, newOnes, submit } = this.#options
    const counts: number[] = []
    for (const { purpose } of newOnes()) {
      const letter = letterOf(purpose)
      const reached = await reachedUntold(sql, lane, { purpose, letter }, atOnce)
      const [first] = reached
      if (first === undefined) continue
      await submit({
        kind: recordPurposeNotice.kind,
        client: 'purpose-notices',
        key: `${purpose} ${first.message}`,
        actor: { role: 'system' },
        purpose: recordPurposeNotice.purpose,
        payload: { purpose, subjects: reached.map(({ subject }) => String(subject)), evidence: letter },
      })
      counts.push(reached.length)
    }
    return counts.reduce((sum, one) => sum + one, 0)
  }
}
