/** Movements between the institution's own accounts: cash fetched into a till, money moved between nostros. */
import type { Static } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { accounts } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideMovement } from '../movements/rules.ts'
import { amountOf, valueDateText } from '../payload.ts'
import { sideNeeds, sideOf } from '../sides.ts'
import { checkValueDate } from '../value-date.ts'

const movePayload = payload({ from: idText, to: idText, amount: moneyText, valueDate: valueDateText })

/**
 * Balances are signed as a customer sees them: cash fetched from a nostro goes `from` the till, whose account sinks as its cash grows,
 * `to` the nostro. Refuses, in this order: an account that is not the institution's own; a value date; then as `decideMovement`.
 */
export const moveOwn: CommandKind<Static<typeof movePayload>> = {
  kind: 'internal.move',
  summary: "Moves money between the institution's own accounts",
  payload: movePayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => [...sideNeeds(state, idOf(payload.from)), ...sideNeeds(state, idOf(payload.to))],
  decide: (state, { actor, payload }, context) => {
    const [from, to] = [payload.from, payload.to].map((id) => state.get(accounts, idOf<AccountId>(id)))
    const terms = context.terms()
    if (from === undefined || from.kind === 'customer' || to === undefined || to.kind === 'customer')
      return refuse('account-unknown', terms.cite('cash.at-till'))
    const dated = checkValueDate(payload.valueDate, actor, context.businessDate, terms)
    if (dated.refusal !== undefined) return dated.refusal
    return decideMovement({
      from: sideOf(state, from, context),
      to: sideOf(state, to, context),
      ...amountOf(payload.amount),
      nature: from.kind === 'till' || to.kind === 'till' ? 'cash' : 'transfer',
      bookingDate: context.businessDate,
      valueDate: dated.valueDate,
      settledBy: ['cash.at-till'],
    })
  },
}
