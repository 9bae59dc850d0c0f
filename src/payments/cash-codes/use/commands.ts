/** The command by which a machine asks for a transaction with the code that was entered. */
import type { Static } from 'typebox'
import { assertInvariant } from '../../../kernel/decision.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText, moneyText, oneOf, payload } from '../../../kernel/wire.ts'
import { accounts } from '../../../ledger/rules.ts'
import { dues } from '../../../pricing/dues/rules.ts'
import { feeOf } from '../../../pricing/fees/rules.ts'
import type { CommandKind, Context } from '../../../storage/command.ts'
import { feeIncome, feeNeeds } from '../../fees/charging.ts'
import { amountOf } from '../../payload.ts'
import { dueMinorOf } from '../../sides.ts'
import { accountNeeds, codeAffairs, codeNeeds, customersOf, todayOf } from '../affairs.ts'
import { checkExecutor } from '../application/rules.ts'
import { atms } from '../atm/rules.ts'
import { type CashCodeEntry, cashCodeEntries } from '../entry/rules.ts'
import { agreedLimits, limitsOf } from '../limits/rules.ts'
import { directions } from '../rules.ts'
import { checkEntered, decideUse, type Use } from './rules.ts'

const usePayload = payload({
  entry: idText,
  direction: oneOf(directions, 'Cash out of the machine, or into it'),
  amount: moneyText,
})
type UseCode = Static<typeof usePayload>

/** Refuses as `checkEntered`, then as `decideUse`. Facts: `code`, `direction`, `amount`, `fee`, `left`. */
export const useCode: CommandKind<UseCode> = {
  kind: 'cash-code.use',
  summary: 'Pays cash in or out at a machine with the code that was entered there',
  payload: usePayload,
  purpose: 'payment',
  roles: ['atm'],
  needs: ({ actor, payload }, state) => {
    const atm = actor.staff ?? ''
    const till = state.peek(atms, atm)?.till
    const entry = idOf<number>(payload.entry)
    return [
      need(atms, atm),
      need(cashCodeEntries, entry),
      ...(till === undefined ? [] : [need(accounts, till)]),
      ...feeNeeds(state, payload.amount.currency),
      ...enteredNeeds(state, state.peek(cashCodeEntries, entry)),
    ]
  },
  decide: (state, { actor, payload: asked }, context) => {
    const atm = state.get(atms, actor.staff ?? '')
    const entry = state.get(cashCodeEntries, idOf<number>(asked.entry))
    const refused = checkEntered(atm, entry, context.terms())
    if (refused !== undefined) return refused
    const till = atm === undefined ? undefined : state.get(accounts, atm.till)
    const found = entry?.code == null ? undefined : codeAffairs(state, entry.code, context)
    assertInvariant(entry !== undefined && found !== undefined, 'an entry that matches names a code')
    assertInvariant(till !== undefined, 'a machine has a till')
    return decideUse(useOf(state, { entry, till, asked }, found, context), found.terms)
  },
}

/** The entry names code and account, so that both are loaded at once. */
function enteredNeeds(state: StateReader, entry: CashCodeEntry | undefined): readonly Need[] {
  if (entry?.code == null || entry.account === null) return []
  return [...codeNeeds(state, entry.code), ...accountNeeds(state, entry.account), need(agreedLimits, entry.account)]
}

function useOf(
  state: StateReader,
  { entry, till, asked: { direction, amount } }: Pick<Use, 'entry' | 'till'> & { readonly asked: UseCode },
  { code, account, terms, day }: NonNullable<ReturnType<typeof codeAffairs>>,
  context: Context,
): Use {
  const asked = { direction, ...amountOf(amount) }
  const customers = customersOf(state, account)
  const service = code.direction === 'deposit' ? 'cash-code.deposit' : 'cash-code.withdrawal'
  const about = {
    currency: code.currency,
    customer: customers[0]?.party.kind,
    channel: 'atm',
    product: account.product,
  } as const
  const fee = feeOf(terms, service, about, asked.amountMinor)
  const { person, filedBy, channel, currency } = code
  const executor = { person, filedBy, channel, customers, on: context.businessDate, amount: asked }
  return {
    entry,
    code,
    account,
    till,
    asked,
    powerless: checkExecutor(executor, terms),
    // Another currency is refused before anything is booked, and its account for fees is not in memory.
    charged:
      fee === undefined || asked.currency !== currency
        ? undefined
        : { fee, income: feeIncome(state, currency), payers: [account] },
    dues: account.agreement === null ? undefined : state.get(dues, account.agreement),
    nextId: context.nextId,
    day,
    dueMinor: dueMinorOf(state, account, context.businessDate),
    limits: limitsOf(terms, currency, channel, state.get(agreedLimits, account.account)),
    today: todayOf(context),
    bookingDate: context.businessDate,
  }
}
