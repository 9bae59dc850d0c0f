/** Commands that make statements available. */
import { type Static, Type } from 'typebox'
import { accountFiles } from '../../accounts/files/rules.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { inPassing, type Need, need, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { feeLegs, feeNeeds } from '../../payments/fees/charging.ts'
import { holdersOf, sideNeeds, termsOf } from '../../payments/sides.ts'
import type { Command, CommandKind, Context } from '../../storage/command.ts'
import { arrangements } from '../arrangements/rules.ts'
import type { Asked } from '../asked/rules.ts'
import { askedNeeds, askedOf, statementCommand } from '../asking.ts'
import { deliveries, monthOf, statementKey, statements } from '../availability/rules.ts'
import { issued, monthNeeds } from '../months/rules.ts'
import { placeText } from '../payload.ts'
import { contents, costOf, decideCollect, decideMonthly, decideRequest, type FeePayer, type Monthly } from './rules.ts'

const monthText = Type.String({ pattern: '^[12][0-9]{3}-(0[1-9]|1[0-2])$', description: 'A calendar month, YYYY-MM' })
const monthlyPayload = payload({ month: monthText, accounts: Type.Array(idText, { minItems: 1, maxItems: 1000 }) })

/** Asked for by the step of the day that closes a month. */
export const makeMonthly: CommandKind<Static<typeof monthlyPayload>> = {
  kind: 'statement.make-monthly',
  summary: 'Makes the statements of a month available for accounts with an arrangement',
  payload: monthlyPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) =>
    inPassing(
      payload.accounts.flatMap((text) => {
        const account = idOf<AccountId>(text)
        const key = statementKey(account, payload.month)
        return [...askedNeeds(state, account), need(arrangements, account), need(statements, key)]
      }),
    ),
  decide: (state, { payload }, context) => {
    const found = payload.accounts.flatMap((text): readonly Monthly[] => {
      const account = idOf<AccountId>(text)
      const asked = askedOf(state, account, context)
      const arrangement = state.get(arrangements, account)
      if (asked === undefined || arrangement === undefined) return []
      return [{ arrangement, asked, before: state.get(statements, statementKey(account, payload.month)) }]
    })
    return decideMonthly(found, payload.month, context.businessDate, context.terms())
  },
}

const requestPayload = payload({
  account: idText,
  from: dateText,
  to: dateText,
  content: Type.Optional(oneOf(contents, 'A statement, unless told')),
  delivery: oneOf(deliveries, 'How it is handed over'),
  place: Type.Optional(placeText),
  feeFrom: Type.Optional(
    Type.String({ ...idText, description: 'Pays the fee: another account of the customer, or a till that took cash' }),
  ),
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' })),
})
type RequestPayload = Static<typeof requestPayload>

const payerIdOf = ({ account, feeFrom }: RequestPayload): AccountId => idOf<AccountId>(feeFrom ?? account)
const periodOf = ({ from, to }: RequestPayload) => ({
  from: Temporal.PlainDate.from(from),
  to: Temporal.PlainDate.from(to),
})

/** Refuses an unknown account, and who may not act for its holders; then as `decideRequest`. */
export const requestStatement: CommandKind<RequestPayload> = statementCommand({
  kind: 'statement.request',
  summary:
    'Issues a statement of a period, or other information, on request, for the fee of the price list; a preview tells the fee',
  payload: requestPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  service: 'accounts',
  provision: 'statement.on-request',
  needs: requestNeeds,
  decide: (asked, command, context, state) => {
    const { payload, actor } = command
    const { account } = asked.affairs.account
    const { content = 'statement', delivery, place = null } = payload
    const request = { ...periodOf(payload), content, delivery, place }
    const month = state.get(statements, statementKey(account, monthOf(request.from)))
    return decideRequest(
      asked,
      request,
      costOf(asked, request, month, context.entity.currency),
      payerOf(state, command, asked, context),
      actor.role === 'teller' || actor.role === 'operator',
      calendarOf(context.entity.calendar),
      (fee, payer) => feeLegs(state, fee, payer),
      (issue) => issued(state, account, issue, asked.affairs.file.openedOn),
    )
  },
})

function requestNeeds(account: AccountId, state: StateReader, payload: RequestPayload): readonly Need[] {
  const payer = payerIdOf(payload)
  const openedOn = state.peek(accountFiles, account)?.openedOn
  const currency = state.peek(accounts, payer)?.currency
  const period = periodOf(payload)
  return [
    // The month that may be free.
    need(statements, statementKey(account, monthOf(period.from))),
    ...(openedOn === undefined ? [] : monthNeeds(account, period, openedOn)),
    ...sideNeeds(state, payer),
    need(accountFiles, payer),
    ...(currency === undefined ? [] : feeNeeds(state, currency)),
  ]
}

/** The account that pays the fee; a till only where staff take the fee in cash. */
function payerOf(
  state: StateReader,
  { payload, actor }: Command<RequestPayload>,
  asked: Asked,
  context: Context,
): FeePayer | undefined {
  const account: Account | undefined = state.get(accounts, payerIdOf(payload))
  if (account === undefined || account.kind === 'internal') return undefined
  const byStaff = actor.role === 'teller' || actor.role === 'operator'
  if (account.kind === 'till') return byStaff ? { account, terms: context.terms(), sameHolders: true } : undefined
  const { holders } = asked.affairs.file
  const sameHolders = holdersOf(state, account).join() === holders.join()
  return { account, terms: termsOf(state, account, context), sameHolders }
}

const collectPayload = payload({ account: idText, month: monthText, orderedBy: Type.Optional(idText) })

/** Refuses an unknown account, and who may not be told about it; then as `decideCollect`. */
export const collectStatement: CommandKind<Static<typeof collectPayload>> = statementCommand({
  kind: 'statement.collect',
  summary: 'Hands the statement of a month over at the location where it waits',
  payload: collectPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  service: 'information',
  provision: 'statement.monthly',
  needs: (account, _state, { month }) => [need(statements, statementKey(account, month))],
  decide: (asked, { payload: { month } }, _context, state) => {
    const { account } = asked.affairs.account
    return decideCollect(asked, account, month, state.get(statements, statementKey(account, month)))
  },
})
