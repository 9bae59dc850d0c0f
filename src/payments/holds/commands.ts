/** Commands about holds. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId, HoldId } from '../../kernel/ids.ts'
import { inPassing, type Need, need, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { accounts } from '../../ledger/rules.ts'
import type { CommandKind, Context } from '../../storage/command.ts'
import { deadlinesStep } from '../../storage/deadline-step.ts'
import { commandsAbout } from '../../storage/record-command.ts'
import { accountCards, checkCard } from '../cards/rules.ts'
import { payerOf } from '../paying.ts'
import { amountOf, ordering } from '../payload.ts'
import { payerNeeds, sideNeeds, sideOf } from '../sides.ts'
import {
  decideCapture,
  decideExpiries,
  decideExpiry,
  decidePlace,
  decideRelease,
  expiryKind,
  type Held,
  holds,
} from './rules.ts'

const placePayload = payload({
  from: idText,
  amount: moneyText,
  card: Type.Optional(Type.String({ ...idText, description: 'The linked card that the payment comes by' })),
  ...ordering,
})

/** Refuses as every order; then a card as `checkCard`; then as `decidePlace`. */
export const placeHold: CommandKind<Static<typeof placePayload>> = {
  kind: 'hold.place',
  summary: 'Holds money of an account for a payment to come',
  payload: placePayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload }, state) => [
    ...payerNeeds(state, idOf(payload.from)),
    ...(payload.card === undefined ? [] : [need(accountCards, idOf<AccountId>(payload.from))]),
  ],
  decide: (state, command, context) => {
    const { payer, refusal } = payerOf(state, command, context, 'payments')
    if (refusal !== undefined) return refusal
    const { account, terms, dueMinor } = payer.from
    const card = command.payload.card === undefined ? undefined : idOf<number>(command.payload.card)
    const unfit = card === undefined ? undefined : checkCard(state.get(accountCards, account.account), card, terms)
    if (unfit !== undefined) return unfit
    const period = parsePeriod(terms.parameters('payment.hold').expiresAfter)
    const expiresOn = addPeriod(context.businessDate, period, calendarOf(context.entity.calendar))
    const { amountMinor, currency } = payer
    const asked = { hold: context.nextId<HoldId>(), amountMinor, currency, expiresOn }
    return decidePlace(account, asked, context.businessDate, terms, dueMinor, card)
  },
}

const aboutHold = commandsAbout<{ readonly hold: string }, Held>({
  unknown: 'hold-unknown',
  needs: ({ hold }, state) => holdNeeds(state, hold),
  find: ({ hold }, state, context) => heldBy(state, hold, context),
})

const capturePayload = payload({
  hold: idText,
  to: idText,
  amount: moneyText,
  /** What the capture leaves is released. */
  final: Type.Boolean(),
})

/** Detail 0 is the payer's, 1 the payee's. Refuses an unknown hold; then as `decideCapture`. */
export const captureHold: CommandKind<Static<typeof capturePayload>> = aboutHold({
  kind: 'hold.capture',
  summary: 'Takes held money, wholly or in part',
  payload: capturePayload,
  purpose: 'payment',
  roles: ['operator', 'system'],
  provision: 'payment.hold',
  needs: ({ payload }, state) => sideNeeds(state, idOf(payload.to)),
  decide: (held, { payload }, context, state) => {
    const to = state.get(accounts, idOf<AccountId>(payload.to))
    // Cash does not leave a till by a capture.
    const payee = to === undefined || to.kind === 'till' ? undefined : sideOf(state, to, context, 1)
    const asked = { ...amountOf(payload.amount), final: payload.final }
    return decideCapture(held, payee, asked, context.businessDate)
  },
})

const holdPayload = payload({ hold: idText })

const givingBack = (
  kind: 'hold.release' | 'hold.expire',
  summary: string,
  decide: typeof decideRelease | typeof decideExpiry,
): CommandKind<Static<typeof holdPayload>> =>
  aboutHold({
    kind,
    summary,
    payload: holdPayload,
    purpose: 'payment',
    roles: ['operator', 'system'],
    provision: 'payment.hold',
    decide: (held, _command, { businessDate }) => decide(held, businessDate),
  })

export const releaseHold = givingBack('hold.release', 'Gives held money back', decideRelease)
export const expireHold = givingBack('hold.expire', 'Ends a hold whose last day has passed', decideExpiry)

const dueHolds = payload({ day: dateText, holds: Type.Array(idText) })

export const expireHolds: CommandKind<Static<typeof dueHolds>> = {
  kind: 'hold.expire-due',
  summary: 'Ends holds whose last day has passed: sent by the close of a day, for deadlines of kind hold-expiry',
  payload: dueHolds,
  purpose: 'payment',
  roles: ['system'],
  needs: ({ payload }, state) => inPassing(payload.holds.flatMap((hold) => holdNeeds(state, hold))),
  decide: (state, { payload }, context) => {
    const held = payload.holds.flatMap((hold) => heldBy(state, hold, context) ?? [])
    return decideExpiries(held, context.businessDate, context.terms())
  },
}

export const expiryStep = deadlinesStep(expiryKind, expireHolds, (holds, day) => ({ day: day.toString(), holds }))

function holdNeeds(state: StateReader, id: string): readonly Need[] {
  const hold = idOf<HoldId>(id)
  const found = state.peek(holds, hold)
  return found === undefined ? [need(holds, hold)] : [need(holds, hold), ...sideNeeds(state, found.account)]
}

/** Detail 0 of the command is the payer's. */
function heldBy(state: StateReader, id: string, context: Context): Held | undefined {
  const hold = state.get(holds, idOf<HoldId>(id))
  const account = hold === undefined ? undefined : state.get(accounts, hold.account)
  if (hold === undefined || account === undefined) return undefined
  return { hold, from: sideOf(state, account, context, 0) }
}
