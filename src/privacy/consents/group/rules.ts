/**
 * What a person allows one entity of a group holds in all of them: choices travel from lane to lane, each with the moment at which it was
 * made, and of two choices of the same thing the later one stays, in whatever order they arrive.
 */
import { accept, type Decision } from '../../../kernel/decision.ts'
import { laneOf } from '../../../kernel/ids.ts'
import { create, type Effect, effect } from '../../../kernel/state.ts'
import type { Register } from '../../../rulebook/register/register.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import {
  type Channel,
  type Chosen,
  type Consent,
  chosenChannel,
  type Stop,
  type StopGround,
  type Switches,
  switches,
} from '../../switches/rules.ts'
import {
  type Asking,
  type SwitchChange,
  switchChanges,
  withConsent,
  withoutConsents,
  withoutStops,
} from '../changes/rules.ts'
import { propagate } from '../propagation/rules.ts'

/** How a person's choice about one purpose, or of the channel, stands in another entity. */
export type Choice = Chosen & {
  /** A purpose, or `chosenChannel`. */
  readonly key: string
  readonly consent?: Consent | undefined
  /** What stops the purpose by the person's own will, wherever they are a customer. */
  readonly stops?: readonly Stop[] | undefined
  readonly channel?: Channel | undefined
}

/** Choices with what the record of the change says that made them. */
export type Carried = Pick<SwitchChange, 'act' | 'purposes' | 'channels' | 'except' | 'explicit' | 'shown' | 'on'> & {
  /** The change in the other lane: there is all that shows how it came about. */
  readonly origin: number
  readonly choices: readonly Choice[]
}

/** Grounds of stops that hold in the whole group. Against direct marketing nothing is weighed, so an objection is a refusal. */
const carriedGrounds = (purpose: string, { purposes }: Register): readonly StopGround[] =>
  purposes.get(purpose)?.marketing === true ? ['refusal', 'prohibition', 'objection'] : ['refusal', 'prohibition']

/** How the person's choices of these things stand; those that were never made for the group are left out. */
export const choicesOf = (from: Switches, keys: readonly string[], register: Register): readonly Choice[] =>
  keys.flatMap((key): readonly Choice[] => {
    const chosen = from.chosen?.[key]
    if (chosen === undefined) return []
    if (key === chosenChannel) return [{ key, ...chosen, channel: from.channel }]
    const consent = from.consents.find(({ purpose }) => purpose === key)
    const carried = carriedGrounds(key, register)
    const stops = from.stops.filter(({ purpose, ground }) => purpose === key && carried.includes(ground))
    return [{ key, ...chosen, ...(consent && { consent }), stops }]
  })

/** Whether a choice was made after another. At one moment, that of the lower lane is the later one: one order for all lanes. */
export function isLater(one: Chosen, other: Chosen | undefined): boolean {
  if (other === undefined) return true
  if (one.atMs !== other.atMs) return one.atMs > other.atMs
  const [lane, otherLane] = [laneOf(one.change), laneOf(other.change)]
  return lane === otherLane ? one.change > other.change : lane < otherLane
}

/**
 * Takes over choices that the person made in another entity, as far as they are newer than those here and about purposes that the register
 * has here, too. Entities that a consent excepts are part of it: there the gate goes by that. The institution's systems in this entity,
 * and its processors, have the word by the same day as those over there.
 */
export function decideCarry(
  asking: Asking,
  before: Switches,
  { origin, choices, ...carried }: Carried,
  terms: Terms,
): Decision<Effect, never> {
  const cited = terms.cite('consent.propagation')
  const { register } = terms
  const newer = choices.filter(
    (one) => (one.key === chosenChannel || register.purposes.has(one.key)) && isLater(one, before.chosen?.[one.key]),
  )
  const adopted = newer.map(({ key }) => key)
  if (newer.length === 0) return accept([], cited, { adopted })
  const after = newer.reduce((state, one) => adopt(state, one, register), before)
  const change: SwitchChange = {
    ...carried,
    change: asking.nextId(),
    subject: asking.subject,
    purposes: adopted.includes(chosenChannel) ? carried.purposes : adopted,
    way: 'group',
    evidence: String(origin),
    role: asking.role,
    staff: null,
    actedBy: null,
    authority: null,
    authorisation: null,
    authorityClauses: null,
    request: null,
    at: asking.at,
    on: asking.on,
  }
  const word = propagate({ ...asking, on: carried.on }, change, terms, 'entity')
  return accept(
    [effect(switches, asking.subject, after), create(switchChanges, change.change, change), ...word.effects],
    cited,
    { change: String(change.change), adopted, ...word.facts },
  )
}

function adopt(
  before: Switches,
  { key, atMs, change, consent, stops = [], channel }: Choice,
  register: Register,
): Switches {
  const stamped = { ...before, chosen: { ...before.chosen, [key]: { atMs, change } } }
  if (key === chosenChannel) return channel === undefined ? stamped : { ...stamped, channel }
  const consented = consent === undefined ? withoutConsents(stamped, [key]) : withConsent(stamped, consent)
  // What that entity alone was told, such as an objection that it weighs, stays as it is here.
  const free = withoutStops(consented, key, carriedGrounds(key, register))
  return { ...free, stops: [...free.stops, ...stops] }
}
