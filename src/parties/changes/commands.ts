/** The command that records what changed about a party. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import { noticesShown } from '../../privacy/recording/notices/rules.ts'
import { switches } from '../../privacy/switches/rules.ts'
import type { Command, CommandKind, Context } from '../../storage/command.ts'
import { checkActor } from '../acting/rules.ts'
import { noticesOwed } from '../facts/notices/rules.ts'
import { guardianships } from '../guardianship/rules.ts'
import { closed, country, isStaff, raisingOf, telling, toldOf } from '../payload.ts'
import { type Representation, representations, representedBy } from '../representation/rules.ts'
import { codesIn, parties, partyByCode } from '../rules.ts'
import { agreementSignatures } from '../signatures/rules.ts'
import { type Change, decideChange } from './rules.ts'

const payload = Type.Object(
  {
    party: idText,
    change: Type.Union([
      Type.Object({ kind: Type.Literal('name'), ...telling }, closed),
      Type.Object({ kind: Type.Literal('identity'), ...telling }, closed),
      Type.Object({ kind: Type.Literal('contacts'), ...telling }, closed),
      Type.Object({ kind: Type.Literal('reorganisation') }, closed),
      Type.Object({ kind: Type.Literal('consumer'), consumer: Type.Boolean() }, closed),
      Type.Object({ kind: Type.Literal('residence'), residence: country }, closed),
    ]),
  },
  closed,
)
type Payload = Static<typeof payload>

/** Details: one for each of `change.facts`. Blinds: `code`, when a personal code or registration number is among them. */
export const changeParty: CommandKind<Payload> = {
  kind: 'party.change',
  summary: 'Records a changed name, identifying datum, contact, residence or status, or a reorganisation',
  payload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: ({ payload: asked, blinds }, state) => {
    const party = idOf<PartyId>(asked.party)
    return [
      need(parties, party),
      need(representations, party),
      need(representedBy, party),
      need(agreementSignatures, party),
      ...('facts' in asked.change
        ? [need(noticesOwed, party), need(switches, party), need(noticesShown, party), need(guardianships, party)]
        : []),
      ...codesIn(blinds).map((code) => need(partyByCode, code)),
      ...(state.peek(representedBy, party) ?? []).map((customer) => need(representations, customer)),
    ]
  },
  decide: (state, command, context) => {
    const { actor, blinds } = command
    const party = idOf<PartyId>(command.payload.party)
    const code = blinds?.['code']
    return (
      checkSender(state, command, context) ??
      decideChange(
        {
          party: state.get(parties, party),
          change: changeOf(command),
          by: isStaff(actor) ? 'staff' : actor.party === party ? 'self' : 'representative',
          blinds,
          codeHolder: code === undefined ? undefined : state.get(partyByCode, code),
          own: state.get(representations, party),
          represented: (state.get(representedBy, party) ?? [])
            .map((customer) => state.get(representations, customer))
            .filter((one): one is Representation => one !== undefined),
          agreementSignature: state.get(agreementSignatures, party),
          owed: 'facts' in command.payload.change ? state.get(noticesOwed, party) : undefined,
          entity: context.entity.id,
          switches: 'facts' in command.payload.change ? state.get(switches, party) : undefined,
          guardianship: 'facts' in command.payload.change ? state.get(guardianships, party) : undefined,
          shownBefore: 'facts' in command.payload.change ? state.get(noticesShown, party) : undefined,
        },
        raisingOf(context),
      )
    )
  },
}

/** Staff record what they saw; anyone else tells of themselves, or of a customer whose affairs they may change. */
function checkSender(state: StateReader, { actor, payload: asked }: Command<Payload>, context: Context) {
  const party = idOf<PartyId>(asked.party)
  if (isStaff(actor) || state.get(parties, party) === undefined) return undefined
  return checkActor(state, {
    actor,
    customers: [party],
    act: { service: 'accounts' },
    on: context.businessDate,
    terms: context.terms(),
  })
}

function changeOf(command: Command<Payload>): Change {
  const { change } = command.payload
  if (!('facts' in change)) return change
  return {
    kind: change.kind,
    told: toldOf(change, command),
    code: command.blinds?.['code'],
  }
}
