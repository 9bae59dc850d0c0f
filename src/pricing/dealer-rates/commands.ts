/** The command that calculates what a seller of cars owes for a campaign rate. */
import { type Static, Type } from 'typebox'
import { need } from '../../kernel/state.ts'
import { dateText, idOf, idText, moneyOf, moneyText, oneOf, payload } from '../../kernel/wire.ts'
import { evidenceKinds } from '../../rulebook/register/vocabulary.ts'
import type { CommandKind } from '../../storage/command.ts'
import { millionthsOf } from '../fees/rules.ts'
import { cooperationAgreements } from './agreements/rules.ts'
import { decideCompensation } from './rules.ts'

const rate = Type.String({ pattern: '^(0|[1-9][0-9]?)([.][0-9]{1,6})?$', description: 'Percent a year' })
const shown = Type.Object(
  {
    kind: oneOf(evidenceKinds, 'What is shown'),
    reference: Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z .:/()-]{0,59}$', description: 'Its number' }),
  },
  { additionalProperties: false },
)

const asking = payload({
  subject: idText,
  principal: moneyText,
  marketRate: rate,
  campaignRate: rate,
  from: dateText,
  to: dateText,
  shown: Type.Optional(Type.Array(shown, { maxItems: 10, description: 'The cooperation agreement' })),
})

/** Facts: `market` and `campaign`, the interest at each rate, and `compensation`. */
export const calculateCompensation: CommandKind<Static<typeof asking>> = {
  kind: 'dealer-compensation.calculate',
  summary: 'Calculates what a seller of cars owes for the campaign rate of a customer',
  payload: asking,
  purpose: 'service',
  roles: ['operator', 'credit-officer'],
  needs: ({ payload: { shown } }) => numbersIn(shown).map((one) => need(cooperationAgreements, one)),
  decide: (state, { payload: { principal, marketRate, campaignRate, from, to, shown = [] } }, { terms }) => {
    const { minor, currency } = moneyOf(principal)
    return decideCompensation(
      {
        principalMinor: minor,
        currency,
        marketMillionths: millionthsOf(marketRate),
        campaignMillionths: millionthsOf(campaignRate),
        from: Temporal.PlainDate.from(from),
        to: Temporal.PlainDate.from(to),
        shown,
        agreements: numbersIn(shown).flatMap((one) => state.get(cooperationAgreements, one) ?? []),
      },
      terms(),
    )
  },
}

/** Agreements that may be meant. */
const numbersIn = (list: readonly Static<typeof shown>[] = []): readonly number[] =>
  list.flatMap(({ kind, reference }) => (kind === 'cooperation' ? [idOf<number>(reference)] : []))
