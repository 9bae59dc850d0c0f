/**
 * Passages about facts, several at a time: what comes in while one batch is under way shares the next. A batch is two round trips: sealed
 * facts with the switches of their persons; then the log of all its passages, which is durable before anything is opened.
 */
import type { Decision } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Sql } from '../../storage/sql.ts'
import type { Switches } from '../switches/rules.ts'
import { type SealedFact, sealedFactsWithSwitches } from '../vault/store.ts'
import { type GateRequest, passGate } from './rules.ts'
import { entitiesOfLanes, logPassages, undertakenBy } from './store.ts'
import type { GateRefusal } from './verdicts/rules.ts'

export type Passed = {
  readonly decision: Decision<never, GateRefusal>
  /** What was asked for, still sealed; empty when it was refused. */
  readonly found: readonly SealedFact[]
}

type Waiting = {
  readonly request: GateRequest
  readonly terms: Terms
  readonly resolve: (passed: Passed) => void
  readonly reject: (error: unknown) => void
}

const atOnce = 256
const batchesUnderWay = 2

export class FactPassages {
  readonly #sql: Sql
  readonly #waiting: Waiting[] = []
  #underWay = 0
  /** Undertakings are without end: one that was seen need not be looked for again. */
  readonly #undertaken = new Set<string>()
  readonly #entities = new Map<number, string>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  pass(request: GateRequest, terms: Terms): Promise<Passed> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, terms, resolve, reject })
      if (this.#underWay < batchesUnderWay) setImmediate(() => this.#next())
    })
  }

  #next(): void {
    if (this.#underWay >= batchesUnderWay) return
    const batch = this.#waiting.splice(0, atOnce)
    if (batch.length === 0) return
    this.#underWay += 1
    this.#run(batch).finally(() => {
      this.#underWay -= 1
      this.#next()
    })
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const passed = await this.#passAll(batch)
      for (const [i, { resolve }] of batch.entries()) resolve(passed[i] as Passed)
    } catch (error) {
      const [alone] = batch
      if (batch.length === 1) return alone?.reject(error)
      // One of them is at fault, and the others are not to suffer for it.
      for (const one of batch) await this.#run([one])
    }
  }

  async #passAll(batch: readonly Waiting[]): Promise<readonly Passed[]> {
    const subjects = [...new Set(batch.flatMap(({ request }) => request.subjects))]
    const kinds = [...new Set(batch.flatMap(({ request }) => request.kinds))]
    const [{ facts, switches }] = await Promise.all([
      sealedFactsWithSwitches(this.#sql, subjects, kinds),
      this.#learnEntities(subjects),
      this.#learnUndertakings(batch),
    ])
    const bySubject = Map.groupBy(facts, ({ subject }) => subject)
    const passed = batch.map(({ request, terms }): Passed => {
      const decision = passGate(request, this.#stateFor(request, switches), terms)
      const found =
        decision.outcome === 'refused'
          ? []
          : [...new Set(request.subjects)]
              .sort((one, other) => one - other)
              .flatMap((subject) => bySubject.get(subject) ?? [])
              .filter(({ kind }) => request.kinds.includes(kind))
      return { decision, found }
    })
    await logPassages(
      this.#sql,
      batch.map(({ request }, i) => {
        const { decision } = passed[i] as Passed
        const code = decision.outcome === 'refused' ? decision.code : null
        return { ...request, code, settled: decision.cited.settled }
      }),
    )
    return passed
  }

  #stateFor({ actor: { staff }, subjects }: GateRequest, switches: ReadonlyMap<PartyId, Switches>) {
    return {
      entityOf: (subject: PartyId) => this.#entities.get(laneOf(subject)) ?? '',
      undertaken: subjects.every((subject) => this.#undertaken.has(`${laneOf(subject)} ${staff}`)),
      switches,
    }
  }

  async #learnEntities(subjects: readonly PartyId[]): Promise<void> {
    if (subjects.every((subject) => this.#entities.has(laneOf(subject)))) return
    for (const [lane, entity] of await entitiesOfLanes(this.#sql)) this.#entities.set(lane, entity)
  }

  async #learnUndertakings(batch: readonly Waiting[]): Promise<void> {
    const unknown = new Set(
      batch.flatMap(({ request: { actor, subjects } }) =>
        actor.staff === undefined || subjects.every((one) => this.#undertaken.has(`${laneOf(one)} ${actor.staff}`))
          ? []
          : [actor.staff],
      ),
    )
    if (unknown.size === 0) return
    for (const { lane, staff } of await undertakenBy(this.#sql, [...unknown])) this.#undertaken.add(`${lane} ${staff}`)
  }
}
