/** The wrapping of every kind of command that may bring money to an account on which orders wait; and the command that spreads anew. */
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Cited, type Decision, together } from '../../../kernel/decision.ts'
import type { AgreementId } from '../../../kernel/ids.ts'
import type { Currency, Minor } from '../../../kernel/money.ts'
import type { Effect, StateReader } from '../../../kernel/state.ts'
import { idOf, idText, payload } from '../../../kernel/wire.ts'
import type { AnyCommandKind, CommandKind, Context } from '../../../storage/command.ts'
import { agreements } from '../../../terms/agreements/rules.ts'
import { estateNeeds, estateOf } from '../estate/rules.ts'
import { changeEffects, spread } from '../keeping/rules.ts'
import { type CaughtPart, catchNeeds, caught, touchedAgreements } from './rules.ts'

/** Kinds of command that open accounts of customers: where orders wait, the account bears their mark from its first moment on. */
const opening: ReadonlySet<string> = new Set(['account.open', 'segregated-account.open', 'basic-account.decide'])

/**
 * The kind, so that what it brings to accounts with waiting orders is kept back by the same decision. Its facts and what is disclosed stay
 * as they are: who pays to a debtor is not told of orders. Staff see what was kept among the internal facts.
 */
export function catching(kind: AnyCommandKind): AnyCommandKind {
  if (kind.kind.startsWith('seizure.')) return kind
  const opens = opening.has(kind.kind)
  return {
    ...kind,
    needs: (command, state) => {
      const asked = kind.needs(command, state)
      const more = catchNeeds(state, asked, opens)
      return more.length === 0 ? asked : [...asked, ...more]
    },
    decide: (state, command, context) => {
      const decision = kind.decide(state, command, context)
      if (decision.outcome === 'refused') return decision
      const touched = touchedAgreements(state, decision.effects)
      return touched.length === 0 ? decision : withCaught(decision, touched, state, context)
    },
  }
}

function withCaught(
  decision: Extract<Decision<Effect, string>, { readonly outcome: 'accepted' }>,
  touched: readonly AgreementId[],
  state: StateReader,
  context: Context,
): Decision<Effect, string> {
  const effects = [...decision.effects]
  const kept: CaughtPart[] = []
  const cited: Cited[] = []
  for (const agreement of touched) {
    const terms = context.terms(state.get(agreements, agreement)?.binding)
    const found = caught(state, agreement, decision.effects, terms, context.businessDate, () =>
      context.nextId<number>(),
    )
    if (found === undefined) continue
    effects.push(...found.effects)
    kept.push(...found.kept)
    cited.push(terms.cite('seizure.execution'))
  }
  if (cited.length === 0) return decision
  const { settled } = together(decision.cited, ...cited)
  const told = kept.map(({ order, account, amountMinor, currency }) => ({
    order: String(order),
    account: String(account),
    amount: moneyFact(amountMinor as Minor, currency as Currency),
  }))
  const internal = told.length === 0 ? decision.internal : { ...decision.internal, keptForOrders: told }
  return accept(effects, { settled, disclosed: decision.cited.disclosed }, decision.facts, internal)
}

const spreadPayload = payload({ agreements: Type.Array(idText, { minItems: 1 }) })

/**
 * Spreads the orders of each agreement anew: over accounts that were opened since, over money that came free otherwise, and away from what
 * is no longer there. Changes nothing where nothing changed. Sent when a day is closed.
 */
export const spreadOrders: CommandKind<Static<typeof spreadPayload>> = {
  kind: 'seizure.spread',
  summary: 'Spreads waiting orders of seizure and recovery over the accounts of their debtors anew',
  payload: spreadPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => payload.agreements.flatMap((id) => estateNeeds(state, idOf<AgreementId>(id))),
  decide: (state, { payload }, context) => {
    const cited: Cited[] = []
    const effects: Effect[] = []
    let changed = 0
    for (const id of new Set(payload.agreements)) {
      const agreement = state.get(agreements, idOf<AgreementId>(id))
      if (agreement === undefined) continue
      const terms = context.terms(agreement.binding)
      const { before, reach, sparing } = estateOf(state, agreement, terms, context.businessDate)
      const orders = spread(before.orders, reach, sparing)
      const nextId = () => context.nextId<number>()
      const more = changeEffects({ before, orders, reach, on: context.businessDate, nextId, ground: 'money-gone' })
      if (more.length > 0) changed += 1
      effects.push(...more)
      cited.push(terms.cite('seizure.execution'))
    }
    return accept(effects, together(context.terms().cite('seizure.execution'), ...cited), { changed })
  },
}
