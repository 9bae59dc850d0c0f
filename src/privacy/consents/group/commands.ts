/** The command by which one entity of a group takes over what a person chose in another. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import { language } from '../../../rulebook/languages.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { type Consent, channels, type Stop, stopGrounds, switches, untouched } from '../../switches/rules.ts'
import { type Asking, acts, type SwitchChange } from '../changes/rules.ts'
import { channelText, entityText, purposeText } from '../switching.ts'
import { type Carried, type Choice, decideCarry } from './rules.ts'

const channelList = Type.Array(channelText, { maxItems: channels.length })
const entityList = Type.Array(entityText, { maxItems: 20 })

const consent = payload({
  except: entityList,
  channels: Type.Optional(channelList),
  explicit: Type.Boolean(),
  recipients: Type.Optional(Type.Array(purposeText, { maxItems: 20 })),
  byGuardian: Type.Optional(Type.Literal(true)),
  given: dateText,
})
const stop = payload({
  ground: oneOf(stopGrounds, 'Why it stopped'),
  since: dateText,
  yields: Type.Optional(Type.Literal(true)),
})

const choice = payload({
  key: Type.String({ pattern: '^(@channel|[a-z][a-z0-9-]{0,39})$' }),
  atMs: Type.Integer(),
  change: Type.Integer({ minimum: 1 }),
  consent: Type.Optional(consent),
  stops: Type.Optional(Type.Array(stop, { maxItems: stopGrounds.length })),
  channel: Type.Optional(channelText),
})

const carrying = payload({
  subject: idText,
  origin: { ...idText, description: 'The change in the other lane' },
  act: oneOf(acts, 'What was done there'),
  purposes: Type.Array(purposeText, { maxItems: 100 }),
  channels: Type.Union([channelList, Type.Null()]),
  except: entityList,
  explicit: Type.Boolean(),
  shown: Type.Union([
    payload({ document: Type.String(), version: Type.String(), clause: Type.String(), language }),
    Type.Null(),
  ]),
  on: dateText,
  choices: Type.Array(choice, { minItems: 1, maxItems: 100 }),
})
type Carrying = Static<typeof carrying>

/** Accepts always: what is older than what holds here changes nothing. */
export const carryChoices: CommandKind<Carrying> = {
  kind: 'consent.carry',
  summary: 'Takes over what a person chose in another entity of the group',
  payload: carrying,
  purpose: 'service',
  roles: ['system'],
  needs: ({ payload: { subject } }) => [need(switches, idOf<PartyId>(subject))],
  decide: (state, { actor, payload: { subject: text, ...told } }, context) => {
    const subject = idOf<PartyId>(text)
    const { entity, entities, at, businessDate, nextId } = context
    const asking: Asking = {
      ...{ subject, role: actor.role, staff: null, evidence: null, authority: null, request: null },
      ...{ way: 'group', at, on: businessDate, entity, entities, nextId },
    }
    return decideCarry(asking, state.get(switches, subject) ?? untouched(subject), carriedFrom(told), context.terms())
  },
}

const carriedFrom = ({ origin, on, choices, ...told }: Omit<Carrying, 'subject'>): Carried => ({
  ...told,
  origin: idOf<number>(origin),
  on: Temporal.PlainDate.from(on),
  choices: choices.map(
    ({ consent: given, stops, ...one }): Choice => ({
      ...one,
      ...(given && { consent: { ...given, purpose: one.key, given: Temporal.PlainDate.from(given.given) } }),
      ...(stops && { stops: stops.map((stopped) => stopFrom(one.key, stopped)) }),
    }),
  ),
})

const stopFrom = (purpose: string, { since, ...rest }: Static<typeof stop>): Stop => ({
  ...rest,
  purpose,
  since: Temporal.PlainDate.from(since),
})

/** The payload that carries choices to the same person in another lane. */
export const carryingOf = (
  subject: PartyId,
  { change, act, purposes, channels, except, explicit, shown, on }: SwitchChange,
  choices: readonly Choice[],
): Carrying => ({
  subject: String(subject),
  origin: String(change),
  act,
  purposes: [...purposes],
  channels: channels && [...channels],
  except: [...except],
  explicit,
  shown: shown as Carrying['shown'],
  on: on.toString(),
  choices: choices.map(({ consent: given, stops, ...one }) => ({
    ...one,
    ...(given && { consent: plainConsent(given) }),
    ...(stops && { stops: stops.map(plainStop) }),
  })) as Carrying['choices'],
})

const plainStop = ({ purpose: _purpose, since, ...stop }: Stop) => ({ ...stop, since: since.toString() })

const plainConsent = ({ purpose: _purpose, given, ...consent }: Consent) => ({ ...consent, given: given.toString() })
