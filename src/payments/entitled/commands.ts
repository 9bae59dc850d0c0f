/** Debits and credits that the institution makes of itself: fees, interest, and what law or agreement entitles it to (RA-6.4). */
import { type Static, Type } from 'typebox'
import { cureOwed, moneyFact } from '../../accounts/rules.ts'
import { segregations } from '../../accounts/segregated/rules.ts'
import { refuse } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { larger, minus, zero } from '../../kernel/money.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, moneyText, oneOf, payload } from '../../kernel/wire.ts'
import { accounts, available } from '../../ledger/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { decideMovement, decideUncovered } from '../movements/rules.ts'
import { amountOf, valueDateText } from '../payload.ts'
import { sideNeeds, sideOf } from '../sides.ts'
import { checkValueDate } from '../value-date.ts'
import { checkEntitlement, grounds, natures } from './rules.ts'

const entitledPayload = payload({
  from: idText,
  to: idText,
  amount: moneyText,
  nature: oneOf(natures, 'What is debited'),
  ground: oneOf(grounds, 'Where the entitlement stands'),
  /** The document it stands in, by any of its names; left out for a law that no document of the institution retells. */
  terms: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  reference: Type.String({
    pattern: '^(Art\\. ?|§ ?)?[0-9]{1,4}([.-][0-9]{1,4}){0,4}( ?\\([0-9a-z]{1,3}\\)){0,3}$',
    description: 'The place there: an article or clause, such as Art. 12(3) or 6.4',
  }),
  valueDate: valueDateText,
})

/**
 * Debits without consent and, if need be, without cover. Detail 0 is the payer's. Refuses, in this order: unknown account; an
 * entitlement as `checkEntitlement`; a value date; then as `decideUncovered`.
 */
export const debitEntitled: CommandKind<Static<typeof entitledPayload>> = {
  kind: 'debit.entitled',
  summary: 'Debits what law, general terms or a service agreement entitle the institution to, even without cover',
  payload: entitledPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }, state) => [
    ...sideNeeds(state, idOf(payload.from)),
    need(segregations, idOf<AccountId>(payload.from)),
    ...sideNeeds(state, idOf(payload.to)),
  ],
  decide: (state, { actor, payload }, context) => {
    const [payer, payee] = [payload.from, payload.to].map((id) => state.get(accounts, idOf<AccountId>(id)))
    if (payer?.kind !== 'customer' || payee === undefined || payee.kind === 'customer')
      return refuse('account-unknown', context.terms().cite('debit.without-consent'), {
        account: payer?.kind === 'customer' ? payload.to : payload.from,
      })
    const from = sideOf(state, payer, context, 0)
    const { ground, nature, terms } = payload
    const segregation = state.get(segregations, payer.account)
    const entitled = checkEntitlement({ ground, nature, terms }, actor, segregation, from.terms)
    if (entitled.refusal !== undefined) return entitled.refusal
    const dated = checkValueDate(payload.valueDate, actor, context.businessDate, from.terms)
    if (dated.refusal !== undefined) return dated.refusal
    const { amountMinor, currency } = amountOf(payload.amount)
    const uncovered = larger(zero, minus(amountMinor, larger(zero, available(payer))))
    // RA-6.2: what it takes to be back within the permitted limit is owed at once, so it is told.
    const owedMinor = cureOwed({ ...payer, balanceMinor: minus(payer.balanceMinor, amountMinor) })
    return decideUncovered({
      from,
      to: sideOf(state, payee, context),
      amountMinor,
      currency,
      nature,
      bookingDate: context.businessDate,
      valueDate: dated.valueDate,
      settledBy: [
        'debit.without-consent',
        ...(entitled.byAlias ? (['documents.aliases'] as const) : []),
        ...(owedMinor > 0n ? (['account.cure'] as const) : []),
      ],
      facts: {
        ground,
        ...(entitled.document === undefined ? {} : { document: entitled.document }),
        reference: payload.reference,
        ...(uncovered > 0n ? { uncovered: moneyFact(uncovered, payer.currency) } : {}),
        ...(owedMinor > 0n ? { cureOwed: moneyFact(owedMinor, payer.currency) } : {}),
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
    if (payer?.kind !== 'internal' || payee?.kind !== 'customer')
      return refuse('account-unknown', context.terms().cite('interest.credit'), {
        account: payer?.kind === 'internal' ? payload.to : payload.from,
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
