/** Commands about orders of seizure and recovery, for operators. */
import { type Static, Type } from 'typebox'
import { internalAccounts, internalKey } from '../../accounts/internal/rules.ts'
import type { AccountId, AgreementId, PartyId } from '../../kernel/ids.ts'
import { zero } from '../../kernel/money.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, moneyOf, moneyText, oneOf, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import { feeOf } from '../../pricing/fees/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { CommandKind, Context } from '../../storage/command.ts'
import { agreementKey, agreementOf, agreements } from '../../terms/agreements/rules.ts'
import { feeLegs, feeNeeds } from '../fees/charging.ts'
import { amountOf } from '../payload.ts'
import { decideReduce, decideRelease } from './ending/rules.ts'
import { type Estate, estateNeeds, estateOf } from './estate/rules.ts'
import { decideConvert, decideGather } from './gathering/rules.ts'
import { decidePay, decidePropose } from './paying/rules.ts'
import { type Charge, decideRegister } from './receiving/rules.ts'
import { authorities, grounds, orderKinds, type SeizureOrder, seizures } from './rules.ts'

const registerPayload = payload({
  debtors: Type.Array(idText, {
    minItems: 1,
    maxItems: 8,
    description: 'Whom the order names; joint holders together',
  }),
  kind: oneOf(orderKinds, 'Whether money is kept back only, or also paid out'),
  authority: oneOf(authorities, 'Who gave the order'),
  reference: Type.String({
    pattern: '^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$',
    description: "The authority's own number of the order, without any name",
  }),
  amount: moneyText,
  receivedOn: dateText,
  monthly: Type.Optional({
    ...moneyText,
    description: 'What the order leaves to the debtors in each calendar month, in place of the sum that law leaves',
  }),
})

/** Facts: what is kept where, what is waited for, which accounts are kept apart, and which have money in another currency. */
export const registerOrder: CommandKind<Static<typeof registerPayload>> = {
  kind: 'seizure.register',
  summary: 'Registers an order of seizure or recovery and keeps back what it asks for',
  payload: registerPayload,
  purpose: 'operations',
  roles: ['operator'],
  needs: ({ payload }, state) => {
    const key = keyOf(payload.debtors)
    const agreement = state.peek(agreementOf, key)
    return [
      need(agreementOf, key),
      ...feeNeeds(state, payload.amount.currency),
      ...(agreement === undefined ? [] : estateNeeds(state, agreement)),
    ]
  },
  decide: (state, { actor, payload }, context) => {
    const { debtors, amount, receivedOn, monthly, ...asked } = payload
    const agreement = state.get(agreementOf, keyOf(debtors))
    const { estate, terms } = estateIn(state, agreement, context)
    const { amountMinor, currency } = amountOf(amount)
    const order = {
      ...asked,
      order: context.nextId<number>(),
      receivedOn: Temporal.PlainDate.from(receivedOn),
      registeredBy: staffOf(actor),
      orderedMinor: amountMinor,
      currency,
      monthly: monthly && moneyOf(monthly),
    }
    const charge = chargeOf(state, estate, currency, terms, actor.staff)
    return decideRegister(estate, order, charge, context.businessDate, () => context.nextId<number>(), terms)
  },
}

const of = { agreement: idText, order: idText }
const gatherPayload = payload({
  ...of,
  into: Type.Optional(
    Type.String({ ...idText, description: "An account of the debtors'; the technical account unless told" }),
  ),
})

export const gatherOrder: CommandKind<Static<typeof gatherPayload>> = {
  kind: 'seizure.gather',
  summary: 'Gathers what an order keeps on several accounts in one of them, or in a technical account opened for it',
  payload: gatherPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => orderNeeds(state, payload),
  decide: (state, { actor, payload }, context) => {
    const { estate, terms } = estateIn(state, idOf<AgreementId>(payload.agreement), context)
    const into = payload.into === undefined ? undefined : idOf<AccountId>(payload.into)
    return decideGather(estate, idOf<number>(payload.order), into, momentOf(actor.staff, context), terms)
  },
}

const convertPayload = payload({
  ...of,
  account: idText,
  rate: Type.String({
    pattern: '^(0|[1-9][0-9]{0,5})(\\.[0-9]{1,8})?$',
    description: "Units of the order's currency for one unit of the account's",
  }),
  source: Type.String({ pattern: '^[A-Za-z0-9 ./-]{2,40}$', description: 'Where the rate was published' }),
})

export const convertForOrder: CommandKind<Static<typeof convertPayload>> = {
  kind: 'seizure.convert',
  summary: 'Converts money of an account in another currency for an order, at a published rate, and gathers it',
  payload: convertPayload,
  purpose: 'operations',
  roles: ['operator'],
  needs: ({ payload }, state) => {
    const order = orderNeeds(state, payload)
    const currencies = [
      currencyOfOrder(state, payload),
      state.peek(accounts, idOf<AccountId>(payload.account))?.currency,
    ]
    return [...order, ...currencies.flatMap((one) => (one === undefined ? [] : positionNeeds(state, one)))]
  },
  decide: (state, { actor, payload }, context) => {
    const { estate, terms } = estateIn(state, idOf<AgreementId>(payload.agreement), context)
    const order = estate?.before.orders.find((one) => one.order === idOf<number>(payload.order))
    const account = estate?.reach.find((one) => String(one.account.account) === payload.account)?.account
    const taken = account === undefined ? undefined : positionIn(state, account.currency)
    const given = order === undefined || account === undefined ? undefined : positionIn(state, order.currency)
    const position = taken === undefined || given === undefined ? undefined : { taken, given }
    const { rate, source } = payload
    const conversion = { account: idOf<AccountId>(payload.account), rate, source, position }
    return decideConvert(estate, idOf<number>(payload.order), conversion, momentOf(actor.staff, context), terms)
  },
}

const proposePayload = payload({ ...of, nostro: idText })

export const proposePayment: CommandKind<Static<typeof proposePayload>> = {
  kind: 'seizure.propose-payment',
  summary: 'Proposes to pay out what an order of recovery keeps',
  payload: proposePayload,
  purpose: 'operations',
  roles: ['operator'],
  needs: ({ payload }, state) => [
    ...estateNeeds(state, idOf<AgreementId>(payload.agreement)),
    need(accounts, idOf<AccountId>(payload.nostro)),
  ],
  decide: (state, { actor, payload }, context) => {
    const { estate, terms } = estateIn(state, idOf<AgreementId>(payload.agreement), context)
    const nostro = state.get(accounts, idOf<AccountId>(payload.nostro))
    return decidePropose(estate, idOf<number>(payload.order), nostro, staffOf(actor), terms)
  },
}

const orderPayload = payload(of)

export const approvePayment: CommandKind<Static<typeof orderPayload>> = {
  kind: 'seizure.approve-payment',
  summary: 'Pays out what an order of recovery keeps, as another member of staff proposed',
  payload: orderPayload,
  purpose: 'operations',
  roles: ['operator'],
  needs: ({ payload }, state) => {
    const order = orderIn(state, payload)
    const proposed = order?.proposed ?? undefined
    return [
      ...orderNeeds(state, payload),
      ...(order === undefined ? [] : feeNeeds(state, order.currency)),
      ...(proposed === undefined ? [] : [need(accounts, proposed.nostro)]),
    ]
  },
  decide: (state, { actor, payload }, context) => {
    const { estate, terms } = estateIn(state, idOf<AgreementId>(payload.agreement), context)
    const number = idOf<number>(payload.order)
    const order = estate?.before.orders.find((one) => one.order === number)
    const nostro = order?.proposed ? state.get(accounts, order.proposed.nostro) : undefined
    const charge = order?.feeTaken === false ? chargeOf(state, estate, order.currency, terms, actor.staff) : undefined
    const on = context.businessDate
    const nextId = () => context.nextId<number>()
    return decidePay(estate, { number, by: staffOf(actor), nostro, charge, on, nextId }, terms)
  },
}

const ground = oneOf(grounds, 'Why')
const reducePayload = payload({ ...of, amount: moneyText, ground })

export const reduceOrder: CommandKind<Static<typeof reducePayload>> = {
  kind: 'seizure.reduce',
  summary: 'Lowers the amount of an order and frees what it no longer asks for',
  payload: reducePayload,
  purpose: 'operations',
  roles: ['operator'],
  needs: ({ payload }, state) => orderNeeds(state, payload),
  decide: (state, { payload }, context) => {
    const { estate, terms } = estateIn(state, idOf<AgreementId>(payload.agreement), context)
    return decideReduce(estate, amountOf(payload.amount), endingOf(state, payload, context), terms)
  },
}

const releasePayload = payload({ ...of, ground })

export const releaseOrder: CommandKind<Static<typeof releasePayload>> = {
  kind: 'seizure.release',
  summary: 'Ends an order, on its ground, and frees what is kept for it',
  payload: releasePayload,
  purpose: 'operations',
  roles: ['operator'],
  needs: ({ payload }, state) => orderNeeds(state, payload),
  decide: (state, { payload }, context) => {
    const { estate, terms } = estateIn(state, idOf<AgreementId>(payload.agreement), context)
    return decideRelease(estate, endingOf(state, payload, context), terms)
  },
}

type Named = { readonly agreement: string; readonly order: string }

const keyOf = (debtors: readonly string[]) => agreementKey([...new Set(debtors)].map((one) => idOf<PartyId>(one)))

/** What the orders against the holders of an agreement reach, and the terms that bind them; no estate where there is no agreement. */
function estateIn(
  state: StateReader,
  id: AgreementId | undefined,
  context: Context,
): { readonly estate: Estate | undefined; readonly terms: Terms } {
  const agreement = id === undefined ? undefined : state.get(agreements, id)
  if (agreement === undefined) return { estate: undefined, terms: context.terms() }
  const terms = context.terms(agreement.binding)
  return { estate: estateOf(state, agreement, terms, context.businessDate), terms }
}

function chargeOf(
  state: StateReader,
  estate: Estate | undefined,
  currency: string,
  terms: Terms,
  staff: string | undefined,
): Charge | undefined {
  if (estate === undefined) return undefined
  const fee = feeOf(terms, 'seizure.execution', { currency, customer: estate.customer }, zero, { staff })
  return fee && { fee, legs: (payer: Account) => feeLegs(state, fee, payer) }
}

const momentOf = (staff: string | undefined, context: Context) => ({
  staff,
  fresh: context.nextId<AccountId>(),
  on: context.businessDate,
  nextId: () => context.nextId<number>(),
})

const orderIn = (state: StateReader, { agreement, order }: Named): SeizureOrder | undefined =>
  state.peek(seizures, idOf<AgreementId>(agreement))?.orders.find((one) => one.order === idOf<number>(order))

const currencyOfOrder = (state: StateReader, named: Named) => orderIn(state, named)?.currency

/** The institution's own account for orders in a currency: where conversions leave one currency and take the other. */
function positionNeeds(state: StateReader, currency: string): readonly Need[] {
  const key = internalKey('seizure', currency)
  const own = state.peek(internalAccounts, key)
  return [need(internalAccounts, key), ...(own === undefined ? [] : [need(accounts, own)])]
}

function positionIn(state: StateReader, currency: string): Account | undefined {
  const own = state.get(internalAccounts, internalKey('seizure', currency))
  return own === undefined ? undefined : state.get(accounts, own)
}

/** What the order reaches, and the technical account of what was gathered for it. */
function orderNeeds(state: StateReader, named: Named): readonly Need[] {
  const technical = orderIn(state, named)?.technical ?? null
  return [
    ...estateNeeds(state, idOf<AgreementId>(named.agreement)),
    ...(technical === null ? [] : [need(accounts, technical)]),
  ]
}

function endingOf(state: StateReader, named: Named & { readonly ground: (typeof grounds)[number] }, context: Context) {
  const number = idOf<number>(named.order)
  const orders = state.get(seizures, idOf<AgreementId>(named.agreement))?.orders ?? []
  const technical = orders.find(({ order }) => order === number)?.technical ?? null
  return {
    number,
    ground: named.ground,
    technical: technical === null ? undefined : state.get(accounts, technical),
    on: context.businessDate,
    nextId: () => context.nextId<number>(),
  }
}
