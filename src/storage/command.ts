/** Commands: what is asked, by whom, for what; and how a kind of command is decided. */
import type { TSchema } from 'typebox'
import type { Decision } from '../kernel/decision.ts'
import type { LaneId, PartyId } from '../kernel/ids.ts'
import type { Effect, Need, StateReader } from '../kernel/state.ts'
import type { BoundVersions, Entity } from '../rulebook/pack.ts'
import type { DataClass } from '../rulebook/register/attributes.ts'
import { type ActorRole, actorRoles, type Use } from '../rulebook/register/vocabulary.ts'
import type { Terms } from '../rulebook/terms.ts'

export const roles = actorRoles
export type Role = ActorRole

/** Who asks. A customer or representative is a party; staff have a code of the institution's own, never a name. */
export type Actor = { readonly role: Role; readonly party?: PartyId | undefined; readonly staff?: string | undefined }

/** What a command, or a read, is for: the register says which of its purposes carries it, and so the gate what may be read. */
export type Purpose = Use

/** A refusal's code. The closed list with HTTP status and words is api/refusals.ts. */
export type Code = string

export type Command<P = unknown> = {
  readonly kind: string
  /** Who sent it: scopes the key. */
  readonly client: string
  /** Idempotency key, unique for the client. */
  readonly key: string
  readonly actor: Actor
  readonly purpose: Purpose
  /** No personal data: ids, amounts, dates, words of closed lists. Plain JSON. */
  readonly payload: P
  /** Personal data in clear, kept in memory only; effects say under whose key each is stored. */
  readonly details?: readonly Detail[] | undefined
  /** Blind indexes of personal data, by name: what a look-up may compare. Stored apart from the payload. */
  readonly blinds?: Readonly<Record<string, string>> | undefined
}

/** One personal detail: what category of data, and the plain bytes. */
export type Detail = { readonly category: DetailCategory; readonly plain: Uint8Array }
export type DetailCategory = DataClass

/** What a decision may know besides state and command. */
export type Context = {
  readonly lane: LaneId
  readonly entity: Entity
  /** All of the institution, this one among them. */
  readonly entities: readonly Entity[]
  readonly at: Temporal.Instant
  readonly businessDate: Temporal.PlainDate
  /** Terms of an agreement, or, without a binding, those in force on the business date. */
  terms(binding?: BoundVersions): Terms
  /** The same on another day: for what is computed over days past. */
  termsOn(day: Temporal.PlainDate, binding?: BoundVersions): Terms
  /** A fresh id of the lane; the same again when the lane is replayed. */
  nextId<Id extends number>(): Id
}

export type CommandKind<P = unknown> = {
  readonly kind: string
  /** One sentence for the API reference. */
  readonly summary: string
  readonly payload: TSchema
  readonly purpose: Purpose
  /** Who may send it at all; finer questions are rules. */
  readonly roles: readonly Role[]
  /**
   * What must be in memory. Asked again after a load, since a record may name others (an account its agreement): at most three rounds.
   */
  needs(command: Command<P>, state: StateReader): readonly Need[]
  decide(state: StateReader, command: Command<P>, context: Context): Decision<Effect, Code>
}

// biome-ignore lint/suspicious/noExplicitAny: a catalogue lists kinds of different payloads
export type AnyCommandKind = CommandKind<any>

/** All kinds of command that a lane can carry out, by name. */
export class Catalogue {
  readonly #kinds = new Map<string, AnyCommandKind>()

  constructor(kinds: readonly AnyCommandKind[]) {
    for (const kind of kinds) {
      if (this.#kinds.has(kind.kind)) throw new Error(`two kinds of command are called ${kind.kind}`)
      this.#kinds.set(kind.kind, kind)
    }
  }

  get(kind: string): AnyCommandKind {
    const found = this.#kinds.get(kind)
    if (found === undefined) throw new Error(`there is no kind of command called ${kind}`)
    return found
  }

  all(): readonly AnyCommandKind[] {
    return [...this.#kinds.values()]
  }
}
