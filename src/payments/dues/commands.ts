/** Commands about what is due to the institution. */
import { type Static, Type } from 'typebox'
import { accountCommand } from '../../accounts/account-command.ts'
import { internalAccounts, internalKey } from '../../accounts/internal/rules.ts'
import { segregations } from '../../accounts/segregated/rules.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import type { Currency } from '../../kernel/money.ts'
import { type Need, need, needOnce, type StateReader } from '../../kernel/state.ts'
import { dateText, idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { type DueKind, dueDeadline, dues } from '../../pricing/dues/rules.ts'
import type { CommandKind, Context } from '../../storage/command.ts'
import { deadlinesStep } from '../../storage/deadline-step.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { chargeNeeds, payersOf } from '../fees/charging.ts'
import { feeAccounts } from '../fees/choice/rules.ts'
import { amountOf } from '../payload.ts'
import { decideCollection, decideLoss, decidePenalty, type Owing } from './rules.ts'

const collectPayload = payload({ day: dateText, agreements: Type.Array(idText, { minItems: 1 }) })

/** Debits what fell due by the day, with that day as value date. Never refuses: what has no cover stays due. */
export const collectDues: CommandKind<Static<typeof collectPayload>> = {
  kind: 'due.collect',
  summary: 'Debits what is due to the institution, as far as there is cover',
  payload: collectPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => payload.agreements.flatMap((id) => collectNeeds(state, idOf<AgreementId>(id))),
  decide: (state, { payload, actor }, context) => {
    const on = context.businessDate
    const day = Temporal.PlainDate.from(payload.day)
    const by = Temporal.PlainDate.compare(day, on) > 0 ? on : day
    const all = payload.agreements.flatMap((id) => owingOf(state, idOf<AgreementId>(id), context) ?? [])
    const incomeOf = (kind: DueKind, currency: Currency) => incomeIn(state, kind, currency)
    return decideCollection(all, { by, on, valueDate: by, incomeOf, staff: actor.staff, terms: context.terms() })
  },
}

/** At the close of each day, for every agreement of which something is due. */
export const collectStep = deadlinesStep(dueDeadline, collectDues, (subjects, day) => ({
  day: day.toString(),
  agreements: subjects,
}))

/** Which account of the institution's own takes what. */
const products = { fee: 'fees', penalty: 'penalties', compensation: 'compensation' } as const

function incomeNeeds(state: StateReader, kind: DueKind, currency: string): readonly Need[] {
  const key = internalKey(products[kind], currency)
  const income = state.peek(internalAccounts, key)
  return [need(internalAccounts, key), ...(income === undefined ? [] : [need(accounts, income)])]
}

/** Throws when the institution opened none. */
function incomeIn(state: StateReader, kind: DueKind, currency: string): Account {
  const id = state.get(internalAccounts, internalKey(products[kind], currency))
  const income = id === undefined ? undefined : state.get(accounts, id)
  if (income === undefined) throw new Error(`the institution has no account for ${products[kind]} in ${currency}`)
  return income
}

/** All of it in passing, but for the institution's own accounts. */
function collectNeeds(state: StateReader, agreement: AgreementId): readonly Need[] {
  return [
    needOnce(dues, agreement),
    needOnce(feeAccounts, agreement),
    needOnce(agreements, agreement),
    ...(state.peek(agreements, agreement)?.accounts ?? [])
      .filter((one) => one.state !== 'closed')
      .flatMap((one) => [needOnce(accounts, one.account), needOnce(segregations, one.account)]),
    ...(state.peek(dues, agreement)?.open ?? []).flatMap((due) => [
      needOnce(accounts, due.account),
      ...incomeNeeds(state, due.kind, due.currency),
    ]),
  ]
}

function owingOf(state: StateReader, agreement: AgreementId, context: Context): Owing | undefined {
  const known = state.get(dues, agreement)
  if (known === undefined) return undefined
  const terms = context.terms(state.get(agreements, agreement)?.binding)
  return {
    dues: known,
    terms,
    payersOf: (due) => {
      const account = state.get(accounts, due.account)
      return account === undefined ? [] : payersOf(state, account, context.businessDate, terms)
    },
  }
}

const lossPayload = payload({ account: idText, amount: moneyText, dueOn: dateText })

/** Facts: `due`, `dueOn`, `amount`. */
export const recordLoss: CommandKind<Static<typeof lossPayload>> = accountCommand({
  kind: 'loss.record',
  summary: 'Records a loss that a customer has to compensate, and from when it is due',
  payload: lossPayload,
  purpose: 'operations',
  roles: ['operator'],
  by: 'institution',
  provision: 'loss.compensation',
  needs: agreementDues,
  decide: ({ account, agreement }, { payload }, context, terms, state) => {
    const dueOn = Temporal.PlainDate.from(payload.dueOn)
    const claimed = { due: context.nextId(), account, ...amountOf(payload.amount), dueOn, on: null }
    return decideLoss(claimed, state.get(dues, agreement.agreement), terms)
  },
})

const penaltyPayload = payload({
  account: idText,
  due: idText,
  amount: moneyText,
  reference: Type.String({ pattern: '^[0-9]{1,4}([.-][0-9]{1,4}){0,4}$', description: 'The clause that agrees it' }),
})

/** Facts: the `penalty`, what `stays` due, the `loss` recorded; the `account` debited, or the penalty's own `due`. */
export const chargePenalty: CommandKind<Static<typeof penaltyPayload>> = accountCommand({
  kind: 'penalty.charge',
  summary: 'Charges a contractual penalty on something that is due; what is due stays so',
  payload: penaltyPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  by: 'institution',
  provision: 'penalty.contractual',
  needs: (id, state) => {
    const currency = state.peek(accounts, id)?.currency
    return [
      ...agreementDues(id, state),
      ...chargeNeeds(state, id),
      ...(currency === undefined ? [] : incomeNeeds(state, 'penalty', currency)),
    ]
  },
  decide: ({ account, agreement }, { payload }, context, terms, state) => {
    const today = context.businessDate
    const asked = {
      due: context.nextId<number>(),
      account,
      ...amountOf(payload.amount),
      dueOn: today,
      on: idOf<number>(payload.due),
      reference: payload.reference,
      payers: payersOf(state, account, today, terms),
      income: incomeIn(state, 'penalty', account.currency),
      today,
    }
    return decidePenalty(asked, state.get(dues, agreement.agreement), terms)
  },
})

function agreementDues(id: AccountId, state: StateReader): readonly Need[] {
  const agreement = state.peek(accounts, id)?.agreement ?? null
  return agreement === null ? [] : [need(dues, agreement)]
}
