/**
 * Passages about facts, several at a time: what comes in while others are under way shares the next batch. A batch is two round trips:
 * sealed facts with the switches of their persons; then the log of all its passages, which is durable before anything is opened.
 */
import type { Decision } from '../../kernel/decision.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { boundTo } from '../../storage/lane/identity.ts'
import type { Sql } from '../../storage/sql.ts'
import { type TrainedIn, trainedInAll } from '../measures/training/rules.ts'
import { trainedIn } from '../measures/training/store.ts'
import type { Switches } from '../switches/rules.ts'
import { type Fact, facts } from '../vault/rules.ts'
import type { Vault } from '../vault/sealer.ts'
import { type SealedFact, sealedFactsWithSwitches } from '../vault/store.ts'
import { openEach } from './opening.ts'
import { coversFenced, type GateRequest, passGate } from './rules.ts'
import { casesOf, entitiesOfLanes, logPassages, showsCase, undertakenBy } from './store.ts'
import { usableUnder } from './switched/rules.ts'
import { compiledGate, type GateRefusal } from './verdicts/rules.ts'

export type Passed = {
  readonly decision: Decision<never, GateRefusal>
  /** What was asked for; empty when it was refused. */
  readonly values: readonly OpenedFact[]
}

/** `plain` is undefined when the datum was erased, or is fenced: free text that tells more than the passage covers. */
export type OpenedFact = Fact & {
  readonly entity: string
  readonly plain: Uint8Array | undefined
  readonly fenced?: true
}

type Waiting = {
  readonly request: GateRequest
  readonly terms: Terms
  readonly resolve: (passed: Passed) => void
  readonly reject: (error: unknown) => void
}

/** What was read for a batch. */
type Learnt = {
  readonly switches: ReadonlyMap<PartyId, Switches>
  readonly trained: readonly TrainedIn[]
  readonly cases: ReadonlyMap<PartyId, readonly string[]>
  readonly bySubject: ReadonlyMap<PartyId, readonly SealedFact[]>
}

const atOnce = 256
/** While one waits for the disk, the other is read, decided and opened; more would each hold less, at the price of a whole one. */
const batchesUnderWay = 2

export class FactPassages {
  readonly #sql: Sql
  readonly #vaultOf: (entity: string) => Vault
  readonly #waiting: Waiting[] = []
  #underWay = 0
  /** Undertakings are without end: one that was seen need not be looked for again. */
  readonly #undertaken = new Set<string>()
  readonly #entities = new Map<number, string>()

  constructor(sql: Sql, vaultOf: (entity: string) => Vault) {
    this.#sql = sql
    this.#vaultOf = vaultOf
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
    const [{ facts: sealed, switches }, trained, cases] = await Promise.all([
      sealedFactsWithSwitches(this.#sql, subjects, kinds),
      this.#trainedIn(batch),
      this.#casesIn(batch),
      this.#learnEntities(subjects),
      this.#learnUndertakings(batch),
    ])
    const bySubject = Map.groupBy(sealed, ({ subject }) => subject)
    const decisions = batch.map(({ request, terms }) =>
      passGate(request, this.#stateFor(request, { switches, trained, cases, bySubject }), terms),
    )
    await logPassages(
      this.#sql,
      batch.map(({ request }, i) => {
        const decision = decisions[i] as Passed['decision']
        const code = decision.outcome === 'refused' ? decision.code : null
        return { ...request, code, settled: decision.cited.settled }
      }),
    )
    const found = batch.map(({ request, terms }, i) => {
      const decision = decisions[i]
      if (decision === undefined || decision.outcome === 'refused') return []
      return [...new Set(request.subjects)]
        .sort((one, other) => one - other)
        .flatMap((subject) => bySubject.get(subject) ?? [])
        .filter(({ kind }) => request.kinds.includes(kind))
        .filter(usableUnder(decision.facts, terms))
        .map((fact) => ({ fact, isOpen: coversFenced(request, fact.kind, fact.category) }))
    })
    const plain = this.#open(found.flat().flatMap(({ fact, isOpen }) => (isOpen ? [fact] : [])))
    return decisions.map((decision, i): Passed => {
      const values = (found[i] ?? []).map(({ fact, isOpen }) => {
        const { sealed: _sealed, category: _category, place: _place, ...told } = fact
        return isOpen ? { ...told, plain: plain.get(fact) } : { ...told, plain: undefined, fenced: true as const }
      })
      return { decision, values }
    })
  }

  #open(wanted: readonly SealedFact[]): ReadonlyMap<SealedFact, Uint8Array | undefined> {
    const data = [...new Set(wanted)].flatMap((one) => {
      const { subject: holder, entity, category, fact, place, sealed } = one
      return sealed === null ? [] : [{ one, holder, entity, category, bound: boundTo(facts.name, fact, place), sealed }]
    })
    return new Map([...openEach(this.#vaultOf, data)].map(([{ one }, plain]) => [one, plain]))
  }

  #stateFor({ actor: { staff }, kinds, subjects }: GateRequest, { switches, trained, cases, bySubject }: Learnt) {
    return {
      entityOf: (subject: PartyId) => this.#entities.get(laneOf(subject)) ?? '',
      undertaken: subjects.every((subject) => this.#undertaken.has(`${laneOf(subject)} ${staff}`)),
      training: trained.length === 0 ? undefined : trainedInAll(trained, staff, [...new Set(subjects.map(laneOf))]),
      held: (subject: PartyId) => (bySubject.get(subject) ?? []).filter(({ kind }) => kinds.includes(kind)),
      switches,
      cases,
    }
  }

  /** Read anew for each batch, and only where nobody of staff reads untrained: training ends. */
  async #trainedIn(batch: readonly Waiting[]): Promise<readonly TrainedIn[]> {
    const asked = new Set(
      batch.flatMap(({ request: { actor }, terms }) =>
        actor.staff === undefined || compiledGate(terms).training === undefined ? [] : [actor.staff],
      ),
    )
    return asked.size === 0 ? [] : trainedIn(this.#sql, [...asked])
  }

  /** Read anew for each batch, and only for those of whom a case is shown: a hold ends. */
  async #casesIn(batch: readonly Waiting[]): Promise<Learnt['cases']> {
    const subjects = new Set(batch.flatMap(({ request }) => (showsCase(request) ? request.subjects : [])))
    return subjects.size === 0 ? new Map() : casesOf(this.#sql, [...subjects])
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
