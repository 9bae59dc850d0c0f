/** Charges the monthly fee for keeping accounts. */
import { type Static, Type } from 'typebox'
import { accountFiles } from '../../../accounts/files/rules.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { type Need, needOnce, type StateReader } from '../../../kernel/state.ts'
import { dateText, idOf, idText, payload } from '../../../kernel/wire.ts'
import { type Account, accounts } from '../../../ledger/rules.ts'
import { parties } from '../../../parties/rules.ts'
import { dues } from '../../../pricing/dues/rules.ts'
import type { CommandKind, Context } from '../../../storage/command.ts'
import type { DayStep } from '../../../storage/day-step.ts'
import { agreements } from '../../../terms/agreements/rules.ts'
import { feeIncome, feeNeeds, priceOf } from '../charging.ts'
import { chosenAccount, feeAccounts } from '../choice/rules.ts'
import { feePeriods, periodKey } from '../periods/rules.ts'
import { closesMonth, decideMaintenance, type Maintained } from './rules.ts'
import { customerAccountsAfter } from './store.ts'

const chargePayload = payload({ day: dateText, accounts: Type.Array(idText) })

/** One decision for all the accounts named; those that are not to be charged are passed over. Never refuses. */
export const chargeMaintenance: CommandKind<Static<typeof chargePayload>> = {
  kind: 'fee.charge-maintenance',
  summary: 'Charges the month that ends on a day to accounts: sent by the close of that day',
  payload: chargePayload,
  purpose: 'operations',
  roles: ['system'],
  needs: ({ payload }, state) => payload.accounts.flatMap((id) => maintenanceNeeds(state, idOf<AccountId>(id))),
  decide: (state, { payload, actor }, context) =>
    decideMaintenance(
      payload.accounts.flatMap((id) => maintained(state, idOf<AccountId>(id), actor.staff, context) ?? []),
      {
        day: Temporal.PlainDate.from(payload.day),
        on: context.businessDate,
        nextId: context.nextId,
        income: (currency) => feeIncome(state, currency),
        terms: context.terms(),
      },
    ),
}

/** A thousand accounts are one decision. */
const atOnce = 1000

/** Only a month's last day has anything to do: on all others nothing is asked of the database. */
export const maintenanceStep: DayStep = {
  name: 'account-maintenance',
  command: chargeMaintenance,
  next: async (sql, lane, day, after) => {
    if (!closesMonth(day)) return undefined
    const found = await customerAccountsAfter(sql, lane, Number(after ?? 0) as AccountId, atOnce)
    const last = found.at(-1)
    if (last === undefined) return undefined
    const payloads = [{ day: day.toString(), accounts: found.map(String) }]
    return { payloads, subjects: found.length, after: String(last) }
  },
}

function maintenanceNeeds(state: StateReader, id: AccountId): readonly Need[] {
  const account = state.peek(accounts, id)
  const own = [
    needOnce(accounts, id),
    needOnce(accountFiles, id),
    needOnce(feePeriods, periodKey(id, 'account.maintenance')),
  ]
  if (account?.agreement == null || account.holder === null) return own
  const { agreement } = account
  const chosen = state.peek(feeAccounts, agreement)?.chosen[account.currency]
  return [
    ...own,
    needOnce(agreements, agreement),
    needOnce(parties, account.holder),
    needOnce(dues, agreement),
    needOnce(feeAccounts, agreement),
    ...(chosen === undefined ? [] : [needOnce(accounts, chosen)]),
    ...feeNeeds(state, account.currency),
  ]
}

function maintained(
  state: StateReader,
  id: AccountId,
  staff: string | undefined,
  context: Context,
): Maintained | undefined {
  const account = state.get(accounts, id)
  if (account === undefined || account.agreement === null) return undefined
  return {
    account,
    ...priceOf(state, 'account.maintenance', account, { staff }, context),
    activatedOn: state.get(accountFiles, id)?.activatedOn ?? null,
    through: state.get(feePeriods, periodKey(id, 'account.maintenance')),
    payers: nearestPayers(state, account, context.businessDate),
    dues: state.get(dues, account.agreement),
  }
}

/** The chosen account and the account itself. What neither covers is due, and then taken from any other. */
function nearestPayers(state: StateReader, account: Account, on: Temporal.PlainDate): readonly Account[] {
  const known = account.agreement === null ? undefined : state.get(feeAccounts, account.agreement)
  const id = chosenAccount(known, account.currency, on)
  const chosen = id === undefined || id === account.account ? undefined : state.get(accounts, id)
  return chosen === undefined || chosen.status === 'closed' ? [account] : [chosen, account]
}
