/** The command that credits interest on balances, to many accounts at once. */
import { type Static, Type } from 'typebox'
import { type DayNumber, dayNumber } from '../../kernel/day-number.ts'
import { type Need, need, needOnce } from '../../kernel/state.ts'
import { dateText, payload } from '../../kernel/wire.ts'
import { accounts } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import {
  balanceHistories,
  type HistoryKey,
  historyKey,
  type Standing,
  standingOf,
  standingPattern,
} from '../balances/rules.ts'
import { ownAccount, ownNeeds } from '../internal/own.ts'
import { decideInterest, type InterestAsked } from './rules.ts'

const postPayload = payload({
  through: Type.String({ ...dateText, description: 'The last day for which interest is credited; it is over' }),
  from: Type.String({ ...dateText, description: 'The first day of the period of crediting in which that day lies' }),
  accounts: Type.Array(
    Type.String({ pattern: standingPattern, description: 'An account, and the number of its last event: `id@seq`' }),
    { minItems: 1, maxItems: 2000 },
  ),
})

type Payload = Static<typeof postPayload>

/** The accounts that a payload names, each once, and what must be in memory of them. */
type Read = {
  readonly from: DayNumber
  readonly named: readonly (Standing & { readonly key: HistoryKey })[]
  readonly needs: readonly Need[]
}

/** A payload of a thousand accounts is asked for its needs several times. */
const readPayloads = new WeakMap<Payload, Read>()

function read(payload: Payload): Read {
  let made = readPayloads.get(payload)
  if (made === undefined) {
    const from = dayNumber(Temporal.PlainDate.from(payload.from))
    const named = [...new Set(payload.accounts)].map((standing) => ({
      ...standingOf(standing),
      key: historyKey(standing, from),
    }))
    const needs = named.flatMap(({ account, key }) => [needOnce(accounts, account), need(balanceHistories, key)])
    made = { from, named, needs }
    readPayloads.set(payload, made)
  }
  return made
}

/** Facts: how many accounts were `credited`, which moved on meanwhile and are `left`, and the sums. */
export const postInterest: CommandKind<Static<typeof postPayload>> = {
  kind: 'interest.post',
  summary: 'Credits the interest that accrued on balances through a day',
  payload: postPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => {
    const { named, needs } = read(payload)
    const currencies = new Set<string>()
    for (const { account } of named) {
      const known = state.peek(accounts, account)
      if (known !== undefined) currencies.add(known.currency)
    }
    return [...needs, ...[...currencies].flatMap((currency) => ownNeeds(state, ['interest', 'tax'], currency))]
  },
  decide: (state, { payload }, context) => {
    const { from, named } = read(payload)
    return decideInterest({
      through: dayNumber(Temporal.PlainDate.from(payload.through)),
      from,
      accounts: named.map(({ account: id, seq, key }): InterestAsked => {
        const account = state.get(accounts, id)
        const history = state.get(balanceHistories, key)
        const stands = account?.kind === 'customer' && account.status !== 'closed' && account.seq === seq
        return stands && history !== undefined ? { account, history } : { left: id }
      }),
      businessDate: context.businessDate,
      ownAccount: (product, currency) => ownAccount(state, product, currency),
      termsOn: context.termsOn,
    })
  },
}
