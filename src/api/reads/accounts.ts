/** Accounts, their balances and their entries. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { numberOf } from '../../accounts/files/rules.ts'
import { accountsOfCustomer } from '../../accounts/readers.ts'
import { cureOwed, moneyFact } from '../../accounts/rules.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import { type AccountId, composeDecisionId, laneOf } from '../../kernel/ids.ts'
import { zero } from '../../kernel/money.ts'
import { need } from '../../kernel/state.ts'
import { dateText } from '../../kernel/wire.ts'
import {
  balanceKnownAt,
  bookedBalance,
  bookedBalanceKnownAt,
  type StatementLine,
  statementLines,
  valueBalance,
  valueBalanceKnownAt,
} from '../../ledger/readers.ts'
import { type Account, available } from '../../ledger/rules.ts'
import { type PaymentDetails, readPaymentDetail } from '../../payments/details.ts'
import { toldAmong } from '../../privacy/kept/store.ts'
import { checkHistory, checkOpen } from '../../statements/reading/rules.ts'
import { type Agreement, agreements } from '../../terms/agreements/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { accountRoles, gateActor, isStaff, type SeenAccount, seenAccount, seenParty } from './access.ts'
import {
  asOfText,
  businessDate,
  closed,
  dayOf,
  idIn,
  idParams,
  knownAtText,
  limitOf,
  momentOf,
  page,
  termsNow,
} from './asked.ts'
import { batchTimes } from './decisions-store.ts'
import { reading } from './reading.ts'

const balanceQuery = Type.Object(
  {
    by: Type.Optional(
      Type.Union([Type.Literal('booked'), Type.Literal('value')], {
        description: 'By booking or value date; both unless told',
      }),
    ),
    asOf: asOfText,
    knownAt: knownAtText,
  },
  closed,
)

const entriesQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({ ...dateText, description: 'First booking date; the first day of the month unless told' }),
    ),
    to: Type.Optional(Type.String({ ...dateText, description: 'Last booking date; today unless told' })),
    purpose: Type.Optional(
      Type.Union(
        [Type.Literal('payment'), Type.Literal('service'), Type.Literal('correction'), Type.Literal('operations')],
        {
          description:
            'What the details are read for: it is logged, and shown to whom they concern; payment unless told',
        },
      ),
    ),
    details: Type.Optional(
      Type.Union([Type.Literal('true'), Type.Literal('false')], {
        description: 'Whether names, numbers and remittance texts are read, too; true unless told; never for auditors',
      }),
    ),
    ...page,
  },
  closed,
)
type EntriesQuery = Static<typeof entriesQuery>

export function registerAccountReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { account: string }; Querystring: Static<typeof balanceQuery> }>('/accounts/:account', {
    schema: reading(
      'account',
      'An account and its balances: booked, by value date, and as known at a moment',
      'accounts',
      {
        params: idParams('account'),
        querystring: balanceQuery,
      },
    ),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      const seen = await seenAccount(api, bearerOf(request), id)
      return { ...described(seen), ...(await balances(api, seen.account, request.query)) }
    },
  })

  server.get<{ Params: { account: string }; Querystring: EntriesQuery }>('/accounts/:account/entries', {
    schema: reading('entries', 'The entries of an account in a period, in their order', 'accounts', {
      params: idParams('account'),
      querystring: entriesQuery,
    }),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      const bearer = bearerOf(request)
      return entries(api, bearer, await seenAccount(api, bearer, id), request.query)
    },
  })

  server.get<{ Params: { party: string } }>('/parties/:party/accounts', {
    schema: reading('accounts-of-party', 'All accounts of a customer, joint and closed ones included', 'accounts', {
      params: idParams('party'),
    }),
    handler: async (request) => {
      const party = await seenParty(api, request.params.party, bearerOf(request), [...accountRoles, 'credit-officer'])
      const found = await accountsOfCustomer(api.institution.sql, laneOf(party), party)
      return { accounts: found.map(({ account, file }) => described({ account, file, through: undefined })) }
    },
  })
}

function described({ account, file }: SeenAccount) {
  const { currency } = account
  return {
    account: String(account.account),
    kind: account.kind,
    product: account.product,
    currency,
    status: account.status,
    lastEvent: account.seq,
    number: file === undefined ? null : numberOf(file),
    numbers: file?.numbers.map(({ iban, from }) => ({ number: iban, from })) ?? [],
    holders: file?.holders.map(String) ?? [],
    agreement: account.agreement === null ? null : String(account.agreement),
    openedOn: file?.openedOn ?? null,
    activateBy: file?.activateBy ?? null,
    activatedOn: file?.activatedOn ?? null,
    closedOn: file?.closedOn ?? null,
    documents: file?.documents.map(({ document, kind, status }) => ({ document, kind, status })) ?? [],
    now: {
      balance: moneyFact(account.balanceMinor, currency),
      available: moneyFact(available(account), currency),
      held: moneyFact(account.heldMinor, currency),
      limit: moneyFact(account.limitMinor, currency),
      restricted: moneyFact(account.restrictedMinor, currency),
      /** What must be paid in at once (RA-6.2). */
      cureOwed: moneyFact(account.kind === 'customer' ? cureOwed(account) : zero, currency),
    },
  }
}

async function balances(api: Api, { account, currency }: Account, asked: Static<typeof balanceQuery>) {
  const { sql } = api.institution
  const lane = laneOf(account)
  const day = dayOf(api, lane, asked.asOf)
  const at = momentOf(asked.knownAt)
  const booked = async () =>
    at === undefined
      ? bookedBalance(sql, lane, account, day)
      : asked.asOf === undefined
        ? balanceKnownAt(sql, lane, account, at)
        : bookedBalanceKnownAt(sql, lane, account, day, at)
  const valued = async () =>
    at === undefined ? valueBalance(sql, lane, account, day) : valueBalanceKnownAt(sql, lane, account, day, at)
  return {
    asOf: day,
    knownAt: at ?? null,
    balances: {
      ...(asked.by === 'value' ? {} : { booked: moneyFact(await booked(), currency) }),
      ...(asked.by === 'booked' ? {} : { value: moneyFact(await valued(), currency) }),
    },
  }
}

async function entries(api: Api, bearer: Bearer, seen: SeenAccount, asked: EntriesQuery) {
  const { account } = seen
  const lane = laneOf(account.account)
  const today = businessDate(api, lane)
  const from = dayOf(api, lane, asked.from ?? today.with({ day: 1 }).toString(), 'from')
  const to = dayOf(api, lane, asked.to, 'to')
  await checkShown(api, bearer, seen, from)
  const limit = limitOf(asked)
  const list = `entries ${account.account}`
  const after = positionOf(list, asked.cursor)
  const lines = await statementLines(api.institution.sql, lane, account.account, { from, to, after, limit })
  const details = await detailsOf(api, bearer, seen, lines, asked)
  const times = await batchTimes(
    api.institution.sql,
    lane,
    lines.map(({ place }) => place),
  )
  const last = lines.length === limit ? lines.at(-1)?.seq : undefined
  return {
    account: String(account.account),
    from,
    to,
    entries: lines.map(({ seq, place, nature, amountMinor, bookingDate, valueDate, balanceMinor, reverses }) => ({
      seq,
      nature,
      amount: moneyFact(amountMinor, account.currency),
      balance: moneyFact(balanceMinor, account.currency),
      bookingDate,
      valueDate,
      reverses,
      decision: composeDecisionId(lane, place, times.get(place) ?? 0),
      details: details.get(seq) ?? null,
    })),
    next: last === undefined ? null : cursorOf(list, last),
  }
}

/** Entries are shown to customers as far as statements of them are: see statements/reading. Throws EdgeProblem. */
async function checkShown(
  api: Api,
  bearer: Bearer,
  { account, file }: SeenAccount,
  from: Temporal.PlainDate,
): Promise<void> {
  if (isStaff(bearer) || file === undefined || account.agreement === null) return
  const lane = laneOf(account.account)
  const [agreement] = (await api.institution.storage.load(lane, [need(agreements, account.agreement)])) as [
    Agreement | undefined,
  ]
  const today = businessDate(api, lane)
  const terms = api.institution.rulebookOf(lane).terms(today, agreement?.binding)
  const calendar = api.lanes.lanes.find((one) => one.lane === lane)?.entity.calendar ?? 'TARGET'
  const refused = checkOpen(account, file, terms) ?? checkHistory(from, today, calendarOf(calendar), terms)
  if (refused !== undefined)
    throw new EdgeProblem(refused.code, { facts: refused.facts, clauses: refused.cited.disclosed })
}

/** Through the gate, for the purpose named; what was erased, or was never told, is absent. Throws EdgeProblem when the gate refuses. */
async function detailsOf(
  api: Api,
  bearer: Bearer,
  { account }: SeenAccount,
  lines: readonly StatementLine[],
  { purpose = 'payment', details }: EntriesQuery,
): Promise<ReadonlyMap<number, PaymentDetails>> {
  const told = await toldAmong(api.institution.sql, account.account, lines)
  const events = [...told].map((seq) => ({ account: account.account, seq }))
  if (events.length === 0 || account.holder === null || details === 'false' || bearer.role === 'auditor')
    return new Map()
  const terms = termsNow(api, laneOf(account.account))
  const request = { ...gateActor(bearer, account.holder), purpose, events, categories: ['payment-details'] as const }
  const read = await api.institution.gate.readDetails(request, terms)
  if (read.outcome === 'refused') throw new EdgeProblem(read.code, { facts: read.facts, clauses: read.cited.disclosed })
  return new Map(
    read.values.flatMap(({ seq, plain }) => (plain === undefined ? [] : [[seq, readPaymentDetail(plain)] as const])),
  )
}
