/** The shape of commands that change a person's switches: by the person, by staff to whom they told it, or by a link in an offer. */
import { type TProperties, Type } from 'typebox'
import { type Decision, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Effect, type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import type { ProvisionKey } from '../../rulebook/provisions.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Code, Command, CommandKind, Context, Role } from '../../storage/command.ts'
import { channels, type Switches, switches, untouched } from '../switches/rules.ts'
import { type Asking, type Way, ways } from './changes/rules.ts'

/** Staff to whom people tell what they allow. */
export const takers: readonly Role[] = ['teller', 'operator', 'data-protection-officer']

export const purposeText = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A purpose of the register' })
export const channelText = oneOf(channels, 'A way to reach a person with an offer')
export const entityText = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  description: 'An entity of the institution',
})

/** The ways that staff may name: a link speaks for itself. */
const toldWays = ways.filter((way) => way !== 'link')

/** What every such command may tell: whose switches, and how it came. */
const how = {
  subject: idText,
  way: Type.Optional(
    oneOf(toldWays, 'How the person told it: the internet bank for themselves, the unit for staff, unless told'),
  ),
  evidence: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._:/-]{1,60}$',
      description: 'Under which the archive keeps the paper, the e-mail or the recording',
    }),
  ),
}
export type How = { readonly subject: string; readonly way?: Way; readonly evidence?: string }

type Switching<P> = {
  readonly kind: string
  readonly summary: string
  readonly properties: TProperties
  readonly roles?: readonly Role[]
  /** Cited where somebody asks for another person. */
  readonly provision: ProvisionKey
  readonly needs?: (payload: P & How, state: StateReader) => readonly Need[]
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

/** Refuses a customer who asks for somebody else; then as the rule. */
export function switching<P extends object>(of: Switching<P>): CommandKind<P & How> {
  const { properties, provision, needs, decide, roles = ['customer', ...takers], ...kind } = of
  return {
    ...kind,
    roles,
    payload: payload({ ...how, ...properties }),
    purpose: 'service',
    needs: (command, state) => [
      need(switches, idOf<PartyId>(command.payload.subject)),
      ...(needs?.(command.payload, state) ?? []),
    ],
    decide: (state, command, context) => {
      const asking = askingOf(command, context)
      const terms = context.terms()
      if (command.actor.role === 'customer' && command.actor.party !== asking.subject)
        return refuse('subject-not-concerned', terms.cite(provision))
      const before = state.get(switches, asking.subject) ?? untouched(asking.subject)
      return decide({ asking, before, payload: command.payload, terms, command }, state)
    },
  }
}

const ownWay: { readonly [R in Role]?: Way } = { customer: 'internet-bank', system: 'link' }

/** A person who asks themselves is in the internet bank, whatever they say; nobody but a link has the system ask for them. */
function askingOf({ actor, payload }: Command<How>, context: Context): Asking {
  const { entity, entities, at, businessDate: on, nextId } = context
  return {
    subject: idOf<PartyId>(payload.subject),
    role: actor.role,
    staff: actor.staff ?? null,
    way: ownWay[actor.role] ?? payload.way ?? 'unit',
    evidence: payload.evidence ?? null,
    at,
    on,
    entity,
    entities,
    nextId,
  }
}
