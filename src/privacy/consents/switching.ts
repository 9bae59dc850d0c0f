/** The shape of commands that change a person's switches: by the person, by staff to whom they told it, or by a link in an offer. */
import { type TProperties, Type } from 'typebox'
import { type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Effect, type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Code, Command, CommandKind, Context, Role } from '../../storage/command.ts'
import {
  checkPassedOn,
  decideCarryOut,
  type PassedOnRequest,
  passedOnRequests,
} from '../disclosures/passed-on/rules.ts'
import { channels, type Switches, switches, untouched } from '../switches/rules.ts'
import type { Asking, Authority, Way } from './changes/rules.ts'

/** Staff to whom people tell what they allow. */
export const takers: readonly Role[] = ['teller', 'operator', 'data-protection-officer']

export const purposeText = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A purpose of the register' })
export const channelText = oneOf(channels, 'A way to reach a person with an offer')
export const entityText = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  description: 'An entity of the institution',
})

/**
 * The ways that staff may name. The internet bank is where persons ask for themselves; a link, a request that a processor passed on, and
 * what another entity was told speak for themselves.
 */
const toldWays = ['unit', 'email', 'phone', 'letter'] as const satisfies readonly Way[]

/** What every such command may tell: whose switches, and how it came. */
const how = {
  subject: idText,
  way: Type.Optional(
    oneOf(
      toldWays,
      'How the person told it to staff: at a unit unless told. Who asks themselves is in the internet bank',
    ),
  ),
  evidence: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._:/-]{1,60}$',
      description: 'Under which the archive keeps the paper, the e-mail or the recording',
    }),
  ),
  by: Type.Optional({
    ...idText,
    description: 'Who told it to staff for the person: a parent, guardian or representative',
  }),
  coSigners: Type.Optional(
    Type.Array(idText, {
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      description: 'Other representatives whom staff heard, where a document asks for several',
    }),
  ),
  request: Type.Optional({ ...idText, description: 'The request, passed on by a processor, that this carries out' }),
}
export type How = {
  readonly subject: string
  readonly way?: Way
  readonly evidence?: string
  readonly by?: string
  readonly coSigners?: readonly string[]
  readonly request?: string
}

type Switching<P> = {
  readonly kind: string
  readonly summary: string
  readonly properties: TProperties
  readonly roles?: readonly Role[]
  /** Cited where somebody asks for another person. */
  readonly provision: ProvisionKey
  readonly needs?: (payload: P & How, state: StateReader) => readonly Need[]
  /** Whether a decision answers the request that it carries out; it does unless told. */
  readonly answers?: (facts: Facts) => boolean
  readonly decide: (
    asked: {
      readonly asking: Asking
      readonly before: Switches
      readonly payload: P
      readonly terms: Terms
      readonly command: Command<P & How>
    },
    state: StateReader,
  ) => Decision<Effect, Code>
}

/** A kind of command that others may give for a person, too, where something empowers them. */
export type SwitchingKind<P = unknown> = CommandKind<P & How> & {
  /** Decides for somebody who was found to have this authority over the person. */
  decideFor(
    state: StateReader,
    command: Command<P & How>,
    context: Context,
    authority: Authority | null,
  ): Decision<Effect, Code>
}

/** Refuses whoever asks for somebody else without authority; then what was passed on and is not to be carried out; then as the rule. */
export function switching<P extends object>(of: Switching<P>): SwitchingKind<P> {
  const {
    properties,
    provision,
    needs,
    answers,
    decide,
    roles = ['customer', 'representative', ...takers],
    ...kind
  } = of
  const decideFor: SwitchingKind<P>['decideFor'] = (state, command, context, authority) => {
    const { actor, payload } = command
    const terms = context.terms()
    const subject = idOf<PartyId>(payload.subject)
    const asks = actor.party ?? (payload.by === undefined ? undefined : idOf<PartyId>(payload.by))
    if (authority === null && asks !== undefined && asks !== subject)
      return refuse('subject-not-concerned', terms.cite(provision))
    const named = payload.request === undefined ? undefined : idOf<number>(payload.request)
    const passedOn = named === undefined ? undefined : state.get(passedOnRequests, named)
    const unfit = named === undefined ? undefined : checkPassedOn(passedOn, { subject, command: kind.kind }, terms)
    if (unfit !== undefined) return unfit
    const asking = askingOf(command, context, authority, passedOn)
    const before = state.get(switches, subject) ?? untouched(subject)
    const decision = decide({ asking, before, payload, terms, command }, state)
    const empowered = authority === null ? decision : { ...decision, cited: together(decision.cited, authority.cited) }
    if (passedOn === undefined || empowered.outcome === 'refused') return empowered
    return decideCarryOut(passedOn, empowered, { on: asking.on, answered: answers?.(empowered.facts) ?? true }, terms)
  }
  return {
    ...kind,
    roles,
    payload: payload({ ...how, ...properties }),
    purpose: 'service',
    needs: ({ payload: asked }, state) => [
      need(switches, idOf<PartyId>(asked.subject)),
      ...(asked.request === undefined ? [] : [need(passedOnRequests, idOf<number>(asked.request))]),
      ...(needs?.(asked, state) ?? []),
    ],
    decide: (state, command, context) => decideFor(state, command, context, null),
    decideFor,
  }
}

const ownWay: { readonly [R in Role]?: Way } = {
  customer: 'internet-bank',
  representative: 'internet-bank',
  system: 'link',
}

/** A person who asks themselves is in the internet bank, whatever they say; nobody but a link has the system ask for them. */
function askingOf(
  { actor, payload }: Command<How>,
  context: Context,
  authority: Authority | null,
  passedOn: PassedOnRequest | undefined,
): Asking {
  const { entity, entities, at, businessDate: on, nextId } = context
  const way = passedOn === undefined ? (payload.way ?? 'unit') : 'processor'
  return {
    subject: idOf<PartyId>(payload.subject),
    role: actor.role,
    staff: actor.staff ?? null,
    way: ownWay[actor.role] ?? way,
    evidence: payload.evidence ?? passedOn?.file ?? null,
    authority,
    request: passedOn === undefined ? null : { request: passedOn.request, receivedOn: passedOn.receivedOn },
    at,
    on,
    entity,
    entities,
    nextId,
  }
}
