/** Has the lane note, breach by breach, whom messages about it reached, and who is to get a letter since none can. */
import type { LaneId } from '../../kernel/ids.ts'
import { noteDeliveries } from '../../privacy/breaches/affected/commands.ts'
import { type Delivered, deliveredOfBreaches } from '../../privacy/breaches/affected/store.ts'
import type { Command } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Sql } from '../../storage/sql.ts'

export type BreachNoticesOptions = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly submit: (command: Command) => Promise<DecisionView>
}

const atOnce = 500

export class BreachNotices {
  readonly #options: BreachNoticesOptions

  constructor(options: BreachNoticesOptions) {
    this.#options = options
  }

  /** One round. A message is noted once: its key is that of the first message, which is no longer found when it was. */
  async round(): Promise<number> {
    const { sql, lane, submit } = this.#options
    const found = await deliveredOfBreaches(sql, lane, atOnce)
    for (const [breach, delivered] of Map.groupBy(found, (one) => one.breach)) {
      const subjects = (sent: boolean) => delivered.filter((one) => one.sent === sent).map(idOfSubject)
      await submit({
        kind: noteDeliveries.kind,
        client: 'breach-notices',
        key: `${breach} ${delivered[0]?.message}`,
        actor: { role: 'system' },
        purpose: noteDeliveries.purpose,
        payload: { breach: String(breach), sent: subjects(true), withheld: subjects(false) },
      })
    }
    return found.length
  }
}

const idOfSubject = ({ subject }: Delivered): string => String(subject)
