/** Debits and credits that the institution makes of itself: fees, interest, and what law or agreement entitles it to (RA-6.4). */
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../accounts/rules.ts'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { larger, minus, zero } from '../../kernel/money.ts'
import { idOf, idText, moneyText, oneOf, payload } from '../../kernel/wire.ts'
import { accounts, available } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideMovement, decideUncovered } from '../movements/rules.ts'
import { amountOf, valueDateText } from '../payload.ts'
import { sideNeeds, sideOf } from '../sides.ts'
import { checkValueDate } from '../value-date.ts'
import { checkEntitlement, grounds } from './rules.ts'

const forcedPayload = payload({
  from: idText,
  to: idText,
  amount: moneyText,
  nature: oneOf(['fee', 'interest', 'forced'] as const, 'What is debited'),
  ground: oneOf(grounds, 'Where the entitlement stands'),
  /** The document it stands in, by any of its names; left out for a law that no document of the institution retells. */
  terms: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  /** The place in law or agreement, such as an article or a clause. */
  reference: Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z0-9 ./()-]+$' }),
  valueDate: valueDateText,
})

/**
 * Debits without consent and, if need be, without cover. Detail 0 is the payer's. Refuses, in this order: unknown account; an
 * entitlement that policy does not use, or leaves to staff; a value date; a document that nobody knows; then as `decideUncovered`.
 */
export const debitEntitled: CommandKind<Static<typeof forcedPayload>> = {
  kind: 'debit.entitled',
  summary: 'Debits what law, general terms or a service agreement entitle the institution to, even without cover',
  payload: forcedPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => [...sideNeeds(state, idOf(payload.from)), ...sideNeeds(state, idOf(payload.to))],
  decide: (state, { actor, payload }, context) => {
    const [payer, payee] = [payload.from, payload.to].map((id) => state.get(accounts, idOf<AccountId>(id)))
    if (payer === undefined || payee === undefined || payee.kind === 'customer')
      return refuse('account-unknown', context.terms().cite('debit.without-consent'), {
        account: payer === undefined ? payload.from : payload.to,
      })
    const from = sideOf(state, payer, context, 0)
    const refusal = checkEntitlement(actor, from.terms)
    if (refusal !== undefined) return refusal
    const dated = checkValueDate(payload.valueDate, actor, context.businessDate, from.terms)
    if (dated.refusal !== undefined) return dated.refusal
    const named = payload.terms === undefined ? undefined : from.terms.documentNamed(payload.terms)
    if (payload.terms !== undefined && named === undefined)
      return refuse('terms-unknown', from.terms.cite('debit.without-consent'))
    const { amountMinor, currency } = amountOf(payload.amount)
    const uncovered = larger(zero, minus(amountMinor, larger(zero, available(payer))))
    return decideUncovered({
      from,
      to: sideOf(state, payee, context),
      amountMinor,
      currency,
      nature: payload.nature,
      bookingDate: context.businessDate,
      valueDate: dated.valueDate,
      settledBy: named?.byAlias ? ['debit.without-consent', 'documents.aliases'] : ['debit.without-consent'],
      facts: {
        ground: payload.ground,
        ...(named === undefined ? {} : { document: named.code }),
        reference: payload.reference,
        ...(uncovered > 0n ? { uncovered: moneyFact(uncovered, payer.currency) } : {}),
      },
    })
  },
}

const interestPayload = payload({ from: idText, to: idText, amount: moneyText, valueDate: valueDateText })

/** Credits interest from an account of the institution's own. Refuses: unknown accounts; then as `decideMovement`. */
export const creditInterest: CommandKind<Static<typeof interestPayload>> = {
  kind: 'interest.credit',
  summary: 'Credits interest to an account',
  payload: interestPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => [...sideNeeds(state, idOf(payload.from)), ...sideNeeds(state, idOf(payload.to))],
  decide: (state, { actor, payload }, context) => {
    const [payer, payee] = [payload.from, payload.to].map((id) => state.get(accounts, idOf<AccountId>(id)))
    if (payer === undefined || payer.kind !== 'internal' || payee === undefined)
      return refuse('account-unknown', context.terms().cite('interest.credit'), {
        account: payee === undefined ? payload.to : payload.from,
      })
    const to = sideOf(state, payee, context, 0)
    const dated = checkValueDate(payload.valueDate, actor, context.businessDate, to.terms)
    if (dated.refusal !== undefined) return dated.refusal
    return decideMovement({
      from: { account: payer, terms: to.terms },
      to,
      ...amountOf(payload.amount),
      nature: 'interest',
      bookingDate: context.businessDate,
      valueDate: dated.valueDate,
      settledBy: ['interest.credit'],
    })
  },
}
