/**
 * The gate: the one door to personal data. A passage is decided, logged durably, and only then is anything decrypted; a refusal is
 * logged too.
 */
import type { Accepted, Refused } from '../kernel/decision.ts'
import type { PartyId } from '../kernel/ids.ts'
import { accounts } from '../ledger/rules.ts'
import { type EventRef, sealedDetailsOf } from '../ledger/store.ts'
import type { Terms } from '../rulebook/terms.ts'
import type { DetailCategory } from '../storage/command.ts'
import { boundTo } from '../storage/lane/identity.ts'
import type { Sql, Transaction } from '../storage/sql.ts'
import { FactPassages } from './gate/batches.ts'
import { openEach } from './gate/opening.ts'
import { type GateRequest, kindsAsked, opensFenced, passGate } from './gate/rules.ts'
import { gateStateOf, logPassages } from './gate/store.ts'
import { compiledGate, type GateRefusal } from './gate/verdicts/rules.ts'
import { type DetailId, keptDetails } from './kept/rules.ts'
import { keptDetailsOf, shownDetailsOf } from './kept/store.ts'
import { createPseudonyms, type Pseudonym, type Pseudonyms } from './pseudonyms/pseudonyms.ts'
import { partsOf } from './screening/parts.ts'
import type { Fact, FactKind } from './vault/rules.ts'
import { categoryOfSealed, Tampered, type Vault } from './vault/sealer.ts'

/** What came through the gate, or why nothing did. */
export type Read<T> =
  | { readonly outcome: 'permitted'; readonly cited: Accepted<never>['cited']; readonly values: readonly T[] }
  | Refused<GateRefusal>

/** `plain` is undefined when the datum was erased, or is fenced: free text that tells more than the passage covers. */
export type ReadFact = Fact & { readonly plain: Uint8Array | undefined; readonly fenced?: true }
/** A fact of somebody who is not named. */
export type ReadUnderPseudonym = Pick<ReadFact, 'kind' | 'source' | 'recordedOn' | 'plain' | 'fenced'> & {
  readonly pseudonym: Pseudonym
}
export type ReadDetail = EventRef & { readonly category: DetailCategory; readonly plain: Uint8Array | undefined }
export type ReadKept = {
  readonly detail: DetailId
  readonly category: DetailCategory
  readonly plain: Uint8Array | undefined
}

export type FactRequest = Omit<GateRequest, 'kinds'> & { readonly kinds: readonly FactKind[] }
export type DetailRequest = Omit<GateRequest, 'kinds' | 'subjects'> & {
  readonly events: readonly EventRef[]
  readonly categories: readonly DetailCategory[]
}
export type KeptRequest = Omit<DetailRequest, 'events'> & { readonly details: readonly DetailId[] }

export class Gate {
  readonly #sql: Sql
  readonly #vaultOf: (entity: string) => Vault
  readonly #passages: FactPassages

  /**
   * @param vaultOf the vault of an entity of the institution
   * @param ofFacts a pool for passages about facts alone, whose plans are made once; the same unless told
   */
  constructor(sql: Sql, vaultOf: (entity: string) => Vault, ofFacts: Sql = sql) {
    this.#sql = sql
    this.#vaultOf = vaultOf
    this.#passages = new FactPassages(ofFacts, vaultOf)
  }

  /**
   * Decides a passage and logs it, in a transaction of the caller's or in its own. For what is read elsewhere than by the two methods
   * below: such a reader opens nothing before that transaction has committed.
   */
  async pass(request: GateRequest, terms: Terms, sql?: Transaction): Promise<Accepted<never> | Refused<GateRefusal>> {
    const decideAndLog = async (transaction: Transaction) => {
      const compiled = compiledGate(terms)
      const asksTraining = compiled.training !== undefined
      const state = await gateStateOf(transaction, request, asksTraining, compiled.newSince(request.purpose))
      const decision = passGate(request, state, terms)
      const code = decision.outcome === 'refused' ? decision.code : null
      await logPassages(transaction, [{ ...request, code, settled: decision.cited.settled }])
      return decision
    }
    return sql === undefined ? this.#sql.begin(decideAndLog) : decideAndLog(sql)
  }

  /**
   * Facts of these kinds about these subjects; for each subject and kind the newest last. Throws where the purpose works on pseudonyms, and
   * nothing that is asked tells who somebody is.
   */
  async readFacts(request: FactRequest, terms: Terms): Promise<Read<ReadFact>> {
    const read = await this.#readFacts(request, terms)
    if (read.outcome === 'refused') return read
    if (read.under !== undefined) throw new Error(`facts for ${request.purpose} are read under pseudonyms`)
    const { outcome, cited, values } = read
    return { outcome, cited, values: values.map(({ entity: _entity, ...fact }) => fact) }
  }

  /** The same for a purpose that works on pseudonyms: who it is about is not told. Throws where what is asked would tell it. */
  async readUnderPseudonyms(request: FactRequest, terms: Terms): Promise<Read<ReadUnderPseudonym>> {
    const read = await this.#readFacts(request, terms)
    if (read.outcome === 'refused') return read
    const { outcome, cited, under, values } = read
    if (under === undefined) throw new Error(`what is read for ${request.purpose} tells who somebody is`)
    const named = new Map<string, Pseudonyms>()
    const pseudonymOf = (entity: string, subject: PartyId) =>
      named.getOrInsertComputed(entity, () => createPseudonyms(this.#vaultOf(entity).keys, entity, under))(subject)
    return {
      outcome,
      cited,
      values: values.map(({ entity, subject, kind, source, recordedOn, plain, ...rest }) => {
        const fenced = rest.fenced === undefined ? {} : { fenced: rest.fenced }
        return { pseudonym: pseudonymOf(entity, subject), kind, source, recordedOn, plain, ...fenced }
      }),
    }
  }

  async #readFacts(request: FactRequest, terms: Terms) {
    const { decision, values } = await this.#passages.pass(request, terms)
    if (decision.outcome === 'refused') return decision
    const under = decision.facts['pseudonyms']
    return {
      outcome: 'permitted' as const,
      cited: decision.cited,
      values,
      under: under === undefined ? undefined : String(under),
    }
  }

  /**
   * The personal details of account events, such as those of a page of a statement: one passage about all holders of the accounts. An
   * entry that an order of before made shows what was told with the order.
   * Details of other categories are left out, and so are events without details; where nothing is left, there is no passage.
   */
  async readDetails(request: DetailRequest, terms: Terms): Promise<Read<ReadDetail>> {
    const read = await this.#readSealed(request, (sql) => sealedOf(sql, request.events), terms)
    if (read.outcome === 'refused') return read
    return {
      ...read,
      values: read.values.map(({ account, seq, category, plain }) => ({ account, seq, category, plain })),
    }
  }

  /** Details that are kept apart from entries, such as the words of a claim: one passage about their holders. */
  async readKept(request: KeptRequest, terms: Terms): Promise<Read<ReadKept>> {
    const find = async (sql: Transaction) =>
      (await keptDetailsOf(sql, request.details)).map((one) => ({
        ...one,
        bound: boundTo(keptDetails.name, one.detail, one.place),
      }))
    const read = await this.#readSealed(request, find, terms)
    if (read.outcome === 'refused') return read
    return { ...read, values: read.values.map(({ detail, category, plain }) => ({ detail, category, plain })) }
  }

  async #readSealed<S extends Sealed>(
    request: Omit<GateRequest, 'kinds' | 'subjects'> & { readonly categories: readonly DetailCategory[] },
    find: (sql: Transaction) => Promise<readonly S[]>,
    terms: Terms,
  ): Promise<Read<S & Opened>> {
    const kinds = kindsAsked(request, request.categories)
    const { passed, found } = await this.#sql.begin(async (sql) => {
      const all = (await find(sql)).map((one) => ({ ...one, category: categoryOf(one) }))
      const found = all.filter(({ category }) => request.categories.includes(category))
      const subjects = [...new Set(found.map(({ holder }) => holder))]
      const passed = subjects.length === 0 ? undefined : await this.pass({ ...request, subjects, kinds }, terms, sql)
      return { passed, found }
    })
    if (passed?.outcome === 'refused') return passed
    const plain = openEach(this.#vaultOf, found)
    const values = found.map((one) => ({ ...one, plain: told(plain.get(one), { ...request, kinds }) }))
    return { outcome: 'permitted', cited: terms.cite('privacy.gate'), values }
  }
}

/** A sealed datum with what it is bound to, and whose vault opens it. */
type Sealed = {
  readonly holder: PartyId
  readonly entity: string
  readonly bound: string
  readonly sealed: Uint8Array
}
type Opened = { readonly category: DetailCategory; readonly plain: Uint8Array | undefined }

/** The details of events still sealed, with what each is bound to: their own, and those that were told before them. */
async function sealedOf(sql: Transaction, events: readonly EventRef[]) {
  const own = (await sealedDetailsOf(sql, events)).map((one) => ({
    ...one,
    bound: boundTo(accounts.name, one.account, one.place),
  }))
  const shown = (await shownDetailsOf(sql, events)).map((one) => ({
    ...one,
    bound: boundTo(keptDetails.name, one.detail, one.place),
  }))
  return [...own, ...shown]
}

/** What of a datum whoever passes is told: all, or what is open of it. */
function told(plain: Uint8Array | undefined, request: Pick<GateRequest, 'actor' | 'purpose' | 'kinds'>) {
  const parts = plain && partsOf(plain)
  if (parts === undefined) return plain
  return opensFenced(request, parts.fence) ? parts.whole : parts.open
}

function categoryOf({ bound, sealed }: Sealed): DetailCategory {
  const category = categoryOfSealed(sealed)
  if (category === undefined) throw new Tampered(`${bound}: no sealed datum`)
  return category
}
