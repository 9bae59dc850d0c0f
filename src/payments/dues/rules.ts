/**
 * Debiting what is due to the institution (RA-10.4), and contractual penalties (RA-10.5). Until a due is debited, orders are served only
 * from what it leaves; it is debited at the close of the day, or when staff ask for it.
 */

import { moneyFact } from '../../accounts/rules.ts'
import { accept, type Cited, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Currency, larger, type Minor, minus, negate, plus, smaller, zero } from '../../kernel/money.ts'
import type { Effect } from '../../kernel/state.ts'
import { type Account, available, type EntryNature, type Leg, post } from '../../ledger/rules.ts'
import { citedOf, type Due, type DueKind, type Dues, owe, settle } from '../../pricing/dues/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** What an agreement owes, and the accounts that each of its dues may be debited from, in their order. */
export type Owing = {
  readonly dues: Dues
  readonly terms: Terms
  readonly payersOf: (due: Due) => readonly Account[]
}

export type Collection = {
  /** Dues of this day and before are debited. */
  readonly by: Temporal.PlainDate
  readonly on: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
  /** The institution's account for what is debited. */
  readonly incomeOf: (kind: DueKind, currency: Currency) => Account
  /** Named staff who decide it; undefined at the close of a day. */
  readonly staff: string | undefined
  readonly terms: Terms
}

/** The entry that debits a due: penalties are booked apart from fees and from the compensation of losses. */
export const natureOf = { fee: 'fee', penalty: 'penalty', compensation: 'forced' } as const satisfies Record<
  DueKind,
  EntryNature
>

type Taken = { readonly due: Due; readonly payer: Account; readonly amountMinor: Minor }

/**
 * Debits dues as far as there is cover, the oldest first, wholly or in part. One decision for all agreements named; where the institution
 * does not use its entitlement nothing is debited.
 */
export function decideCollection(all: readonly Owing[], collection: Collection): Decision<Effect, never> {
  const { on, valueDate, incomeOf, terms } = collection
  const cited = new Set<Cited>()
  const taken: Taken[] = []
  const settled: Effect[] = []
  for (const owing of all) {
    if (!hasDue(owing, collection)) continue
    cited.add(owing.terms.cite('fee.due-first'))
    const part = uses(owing.terms, collection.staff) ? gather(owing, collection.by) : []
    if (part.length === 0) continue
    for (const one of part) for (const reason of reasonsOf(one, owing.terms)) cited.add(reason)
    taken.push(...part)
    settled.push(...settle(owing.dues, paidOf(part)))
  }
  const legs = taken.map(
    ({ due, payer, amountMinor }): Leg => ({
      account: payer,
      amountMinor: negate(amountMinor),
      nature: natureOf[due.kind],
    }),
  )
  const facts: Facts = { entries: taken.length, debited: totalsOf(taken) }
  const settledBy = cited.size === 0 ? terms.cite('fee.due-first') : together(...cited)
  return accept([...post([...legs, ...incomeLegs(taken, incomeOf)], on, valueDate), ...settled], settledBy, facts)
}

const hasDue = ({ dues }: Owing, { by }: Collection): boolean =>
  dues.open.some(({ dueOn }) => Temporal.PlainDate.compare(dueOn, by) <= 0)

function uses(terms: Terms, staff: string | undefined): boolean {
  const policy = terms.policy('fee.due-first')
  return policy === 'always' || (policy === 'staff' && staff !== undefined)
}

/** What is debited from which account; what one due takes is not there for the next. */
function gather({ dues, payersOf }: Owing, by: Temporal.PlainDate): readonly Taken[] {
  const left = new Map<AccountId, Minor>()
  const taken: Taken[] = []
  for (const due of dues.open) {
    if (Temporal.PlainDate.compare(due.dueOn, by) > 0) continue
    let restMinor = due.leftMinor
    for (const payer of payersOf(due)) {
      const free = left.get(payer.account) ?? larger(zero, available(payer))
      const amountMinor = smaller(restMinor, free)
      if (amountMinor === 0n) continue
      taken.push({ due, payer, amountMinor })
      left.set(payer.account, minus(free, amountMinor))
      restMinor = minus(restMinor, amountMinor)
    }
  }
  return taken
}

const reasonsOf = ({ due, payer }: Taken, terms: Terms): readonly Cited[] =>
  payer.account === due.account ? [citedOf(due)] : [citedOf(due), terms.cite('fee.chosen-account')]

function paidOf(taken: readonly Taken[]): ReadonlyMap<number, Minor> {
  const paid = new Map<number, Minor>()
  for (const { due, amountMinor } of taken) paid.set(due.due, plus(paid.get(due.due) ?? zero, amountMinor))
  return paid
}

function incomeLegs(taken: readonly Taken[], incomeOf: Collection['incomeOf']): readonly Leg[] {
  const groups = Map.groupBy(taken, ({ due }) => `${due.kind} ${due.currency}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const amountMinor = group.reduce((total, one) => plus(total, one.amountMinor), zero)
    const { kind, currency } = first.due
    return [{ account: incomeOf(kind, currency), amountMinor, nature: natureOf[kind] }]
  })
}

/** What was debited, by what it was for. */
function totalsOf(taken: readonly Taken[]): readonly Facts[] {
  const groups = Map.groupBy(
    taken,
    ({ due }) => `${due.kind} ${due.service} ${due.currency} ${due.rests.at(-1)?.clause}`,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { kind, service, currency, rests } = first.due
    const total = group.reduce((sum, one) => plus(sum, one.amountMinor), zero)
    return [{ kind, service, amount: moneyFact(total, currency), row: { ...rests.at(-1) }, entries: group.length }]
  })
}

/** In this order: another currency than the account's; nothing. */
export const recordLossRefusals = ['currency-differs', 'amount-zero'] as const
export type RecordLossRefusal = (typeof recordLossRefusals)[number]

/** What a customer has to compensate or to pay as a penalty. */
export type Claimed = {
  readonly due: number
  readonly account: Account
  readonly currency: Currency
  readonly amountMinor: Minor
  readonly dueOn: Temporal.PlainDate
  readonly on: number | null
}

/** Records a loss that the customer compensates: it is due from its day on. */
export function decideLoss(
  claimed: Claimed,
  known: Dues | undefined,
  terms: Terms,
): Decision<Effect, RecordLossRefusal> {
  const cited = terms.cite('loss.compensation')
  const refused = checkAmount(claimed, cited)
  if (refused !== undefined) return refused
  const { due, dueOn, amountMinor, currency } = claimed
  return accept(oweClaimed(claimed, 'compensation', known, cited), cited, {
    due: String(due),
    dueOn: dueOn.toString(),
    amount: moneyFact(amountMinor, currency),
  })
}

/** In this order: no such open due of the account's agreement, or one that is a penalty itself; another currency; nothing. */
export const penaltyRefusals = ['due-unknown', 'currency-differs', 'amount-zero'] as const
export type PenaltyRefusal = (typeof penaltyRefusals)[number]

export type PenaltyAsked = Claimed & {
  readonly on: number
  /** Where the penalty was agreed. */
  readonly reference: string
  readonly payers: readonly Account[]
  readonly income: Account
  readonly today: Temporal.PlainDate
}

/**
 * Charges a contractual penalty on a due that was not met: debited at once from the first account with cover, or due. It is booked by
 * itself; the due stays open, and what was recorded of losses stays what it is.
 */
export function decidePenalty(
  asked: PenaltyAsked,
  known: Dues | undefined,
  terms: Terms,
): Decision<Effect, PenaltyRefusal> {
  const cited = terms.cite('penalty.contractual')
  const breached = known?.open.find(({ due, kind }) => due === asked.on && kind !== 'penalty')
  if (breached === undefined) return refuse('due-unknown', cited)
  const refused = checkAmount(asked, cited)
  if (refused !== undefined) return refused
  const { amountMinor, currency, income, today, reference } = asked
  const facts = {
    penalty: moneyFact(amountMinor, currency),
    reference,
    stays: { due: String(breached.due), amount: moneyFact(breached.leftMinor, breached.currency) },
    loss: moneyFact(lossOf(known, currency), currency),
  }
  const payer = asked.payers.find((one) => available(one) >= amountMinor)
  if (payer === undefined)
    return accept(oweClaimed(asked, 'penalty', known, cited), cited, { ...facts, due: String(asked.due) })
  const legs: readonly Leg[] = [
    { account: payer, amountMinor: negate(amountMinor), nature: 'penalty' },
    { account: income, amountMinor, nature: 'penalty' },
  ]
  return accept(post(legs, today, today), cited, { ...facts, account: String(payer.account) })
}

const lossOf = (known: Dues | undefined, currency: Currency): Minor =>
  (known?.open ?? [])
    .filter((due) => due.kind === 'compensation' && due.currency === currency)
    .reduce((total, due) => plus(total, due.leftMinor), zero)

function checkAmount({ account, currency, amountMinor }: Claimed, cited: Cited) {
  if (account.currency !== currency)
    return refuse('currency-differs', cited, { accountCurrency: account.currency, currency })
  return amountMinor === 0n ? refuse('amount-zero', cited) : undefined
}

function oweClaimed(claimed: Claimed, kind: DueKind, known: Dues | undefined, cited: Cited): readonly Effect[] {
  const { due, account, currency, amountMinor, dueOn, on } = claimed
  if (account.agreement === null) throw new Error('a customer account has an agreement')
  const added: Due = {
    due,
    kind,
    account: account.account,
    currency,
    leftMinor: amountMinor,
    dueOn,
    service: null,
    rests: cited.settled,
    on,
  }
  return owe(known, account.agreement, [added])
}
