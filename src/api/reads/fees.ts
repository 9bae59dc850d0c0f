/** What services cost, what is due, and which account fees are taken from. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../accounts/rules.ts'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { need } from '../../kernel/state.ts'
import { oneOf } from '../../kernel/wire.ts'
import { type Party, parties } from '../../parties/rules.ts'
import { type FeeAccount, feeAccounts } from '../../payments/fees/choice/rules.ts'
import { type Dues, dues } from '../../pricing/dues/rules.ts'
import { channelOf, feeFact, feeOf, waivedFee } from '../../pricing/fees/rules.ts'
import { type PricedService, priceChannels, pricedServices } from '../../rulebook/prices.ts'
import { type Agreement, agreements } from '../../terms/agreements/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { seenAccount } from './access.ts'
import { businessDate, closed, idIn, idParams } from './asked.ts'
import { reading } from './reading.ts'

const priceQuery = Type.Object(
  {
    service: oneOf<PricedService>(pricedServices, 'What is to be done'),
    amount: Type.Optional(
      Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$', description: 'What it is done with, in minor units' }),
    ),
    channel: Type.Optional(oneOf(priceChannels, 'Where; in the channel of whoever asks unless told')),
  },
  closed,
)

export function registerFeeReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { account: string }; Querystring: Static<typeof priceQuery> }>('/accounts/:account/price', {
    schema: reading('price', 'What a service costs on an account now, and the row of the price list', 'fees', {
      params: idParams('account'),
      querystring: priceQuery,
    }),
    handler: async (request) => price(api, bearerOf(request), request.params.account, request.query),
  })

  server.get<{ Params: { account: string } }>('/accounts/:account/dues', {
    schema: reading('dues', "What an account's holders owe the institution, and where fees are taken from", 'fees', {
      params: idParams('account'),
    }),
    handler: async (request) => owed(api, bearerOf(request), request.params.account),
  })
}

async function price(api: Api, bearer: Bearer, id: string, asked: Static<typeof priceQuery>) {
  const { account, agreement, holder, terms } = await priced(api, bearer, id)
  const { service } = asked
  const { currency, product } = account
  const about = { currency, product, customer: holder.kind, channel: asked.channel ?? channelOf(bearer.role) }
  const charging = { staff: bearer.staff }
  const fee = feeOf(terms, service, about, minor(asked.amount ?? '0'), charging)
  return {
    account: String(account.account),
    agreement: String(agreement.agreement),
    service,
    currency,
    channel: about.channel ?? null,
    fee: fee === undefined ? null : feeFact(fee),
    /** Priced by the year: what it comes to depends on the time and the account debited. */
    annualPercent: terms.price(service, about)?.row.annualPercent ?? null,
    clauses: (fee?.cited ?? waivedFee(terms, service, about, charging))?.disclosed ?? [],
  }
}

async function owed(api: Api, bearer: Bearer, id: string) {
  const { account, agreement } = await priced(api, bearer, id)
  const { agreement: of } = agreement
  const [known, choice] = (await api.institution.storage.load(laneOf(of), [need(dues, of), need(feeAccounts, of)])) as [
    Dues | undefined,
    FeeAccount | undefined,
  ]
  return {
    account: String(account.account),
    agreement: String(of),
    dues: (known?.open ?? []).map((due) => ({
      due: String(due.due),
      kind: due.kind,
      account: String(due.account),
      service: due.service,
      left: moneyFact(due.leftMinor, due.currency),
      dueOn: due.dueOn,
      clauses: due.rests,
    })),
    feeAccounts: Object.entries(choice?.chosen ?? {}).map(([currency, chosen]) => ({
      currency,
      account: String(chosen),
    })),
    offerEnds: choice?.offerEnds ?? null,
  }
}

/** A customer's account that the bearer may see, and the terms that price what is done with it. Throws EdgeProblem. */
async function priced(api: Api, bearer: Bearer, text: string) {
  const { account } = await seenAccount(api, bearer, idIn<AccountId>(api, text, 'account-unknown'))
  if (account.agreement === null || account.holder === null) throw new EdgeProblem('account-unknown')
  const lane = laneOf(account.account)
  const [agreement, holder] = (await api.institution.storage.load(lane, [
    need(agreements, account.agreement),
    need(parties, account.holder),
  ])) as [Agreement | undefined, Party | undefined]
  if (agreement === undefined || holder === undefined) throw new Error(`account ${text} has no agreement or no holder`)
  const terms = api.institution.rulebookOf(lane).terms(businessDate(api, lane), agreement.binding)
  return { account, agreement, holder, terms }
}
