/** The command by which staff ask, before they serve somebody, whether that person may act for the customer. */
import { type Static, Type } from 'typebox'
import { accept, refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { idOf, idText, moneyOf, moneyText } from '../../kernel/wire.ts'
import type { CommandKind } from '../../storage/command.ts'
import { closed } from '../payload.ts'
import { checkRepresentation, representations, services } from '../representation/rules.ts'
import { parties } from '../rules.ts'
import { representationNeeds } from './rules.ts'

const payload = Type.Object(
  {
    customer: idText,
    representative: idText,
    service: Type.Union(services.map((one) => Type.Literal(one))),
    amount: Type.Optional(moneyText),
    coSigners: Type.Optional(Type.Array(idText, { uniqueItems: true, maxItems: 20 })),
  },
  closed,
)

export const verify: CommandKind<Static<typeof payload>> = {
  kind: 'representation.verify',
  summary: 'Tells whether a person may do an act for a customer today',
  payload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { customer } }) => representationNeeds([idOf<PartyId>(customer)]),
  decide: (state, { payload: asked }, context) => {
    const customer = state.get(parties, idOf<PartyId>(asked.customer))
    const terms = context.terms()
    if (customer === undefined) return refuse('party-unknown', terms.cite('party.identity'))
    const amount = asked.amount && moneyOf(asked.amount)
    return (
      checkRepresentation({
        representation: state.get(representations, customer.party),
        representative: idOf<PartyId>(asked.representative),
        customer,
        act: {
          service: asked.service,
          amountMinor: amount?.minor,
          currency: amount?.currency,
          coSigners: asked.coSigners?.map((one) => idOf<PartyId>(one)),
        },
        on: context.businessDate,
        terms,
      }) ?? accept([], terms.cite('representation.scope'), { service: asked.service })
    )
  },
}
