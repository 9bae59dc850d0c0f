/** The interest that has accrued on an account and is not credited yet: by the fold that will credit it. */
import type { FastifyInstance } from 'fastify'
import { historyKey } from '../../accounts/balances/rules.ts'
import { loadBalances } from '../../accounts/balances/store.ts'
import { InterestTerms } from '../../accounts/interest/conditions/rules.ts'
import { accountInterest, firstDayFor } from '../../accounts/interest/rules.ts'
import { moneyFact } from '../../accounts/rules.ts'
import { dateOf, dayNumber, daysAfter } from '../../kernel/day-number.ts'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import type { Account } from '../../ledger/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { seenAccount } from './access.ts'
import { businessDate, idIn, idParams } from './asked.ts'
import { reading } from './reading.ts'

export function registerInterestReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { account: string } }>('/accounts/:account/interest', {
    schema: reading(
      'accrued-interest',
      'Interest that has accrued through yesterday and is not credited yet, rounded as if it were credited now',
      'accounts',
      { params: idParams('account') },
    ),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      const { account } = await seenAccount(api, bearerOf(request), id)
      return accrued(api, account)
    },
  })
}

async function accrued(api: Api, account: Account) {
  const lane = laneOf(account.account)
  const { sql, rulebookOf } = api.institution
  const rulebook = rulebookOf(lane)
  const through = daysAfter(dayNumber(businessDate(api, lane)), -1)
  const terms = new InterestTerms((day) => rulebook.terms(day))
  const key = historyKey(`${account.account}@${account.seq}`, firstDayFor(through, terms.on(through)))
  const history = (await loadBalances(sql, lane, [key])).get(key)
  const subject = history === undefined ? undefined : { ...history, ...account }
  const due =
    subject === undefined || account.kind !== 'customer' ? [] : accountInterest(subject, subject, through, terms)
  const { currency } = account
  return {
    account: String(account.account),
    through: dateOf(through),
    accrued: due.map(({ through: last, interestMinor, taxMinor }) => ({
      through: dateOf(last),
      interest: moneyFact(interestMinor, currency),
      tax: moneyFact(taxMinor, currency),
    })),
  }
}
