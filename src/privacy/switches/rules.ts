/**
 * A person's switches: what they allowed, forbade, objected to and had restricted, by purpose of the register. The gate reads them with
 * every passage, so that a change holds from the same moment. Changed by consents, objections and restrictions.
 */
import type { PartyId } from '../../kernel/ids.ts'
import { records } from '../../kernel/state.ts'

/** Ways to reach a person with an offer. */
export const channels = ['email', 'phone', 'sms', 'post', 'internet-bank', 'event'] as const
export type Channel = (typeof channels)[number]

/** A consent that stands. */
export type Consent = {
  readonly purpose: string
  /** Entities that it does not cover. */
  readonly except: readonly string[]
  /** Channels that it covers; all when absent. */
  readonly channels?: readonly Channel[] | undefined
  /** Given expressly for what GDPR, Article 9 or 22 asks it for. */
  readonly explicit: boolean
  /** Kinds of recipients to whom data may go on it. */
  readonly recipients?: readonly string[] | undefined
  /** A parent or guardian gave it for a minor: whoever decides alone by now is asked anew. */
  readonly byGuardian?: true | undefined
  readonly given: Temporal.PlainDate
}

/**
 * Why a purpose stopped for a person: `weighing` while an objection is, or is to be, answered; `third-party`: because of where the data came
 * from. A purpose may stop on several.
 */
export const stopGrounds = ['refusal', 'prohibition', 'demand', 'third-party', 'weighing', 'objection'] as const
export type StopGround = (typeof stopGrounds)[number]
export type Stop = {
  readonly purpose: string
  readonly ground: StopGround
  readonly since: Temporal.PlainDate
  /** The person consented since: it gives way as far as that consent covers, and holds again whole when the consent ends. */
  readonly yields?: true | undefined
}

/** GDPR, Article 18(1). */
export const restrictionGrounds = ['accuracy', 'unlawful', 'claims', 'objection'] as const
export type RestrictionGround = (typeof restrictionGrounds)[number]

export type Switches = {
  readonly subject: PartyId
  readonly consents: readonly Consent[]
  readonly stops: readonly Stop[]
  readonly restrictions: readonly { readonly ground: RestrictionGround; readonly since: Temporal.PlainDate }[]
  /** The channel chosen for offers; none was when absent. */
  readonly channel?: Channel | undefined
  /** New purposes that the person was told of: see ../new-purposes. */
  readonly told?: readonly Told[] | undefined
  /** When the person last chose what holds for the whole group, by purpose, or under `chosenChannel`. */
  readonly chosen?: Readonly<Record<string, Chosen>> | undefined
}

/** That the person was told of a purpose that came after data of theirs. */
export type Told = {
  readonly purpose: string
  readonly on: Temporal.PlainDate
  /** Under which the archive keeps what was sent. */
  readonly evidence: string
}

/** When a choice was made, and the change that it was made by, whose id tells the lane: of two, the later one holds everywhere. */
export type Chosen = { readonly atMs: number; readonly change: number }

/** Beside purposes, whose names are words. */
export const chosenChannel = '@channel'

export const switches = records<PartyId, Switches>('switches')

export const untouched = (subject: PartyId): Switches => ({ subject, consents: [], stops: [], restrictions: [] })
