/** Closing: asked for by the customer, carried out once the account is empty. */
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import { zero } from '../../kernel/money.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import { accounts } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { accountClosed, agreements, closingRequested } from '../../terms/agreements/rules.ts'
import type { Affairs } from '../affairs/rules.ts'
import { accountFiles, type Channel } from '../files/rules.ts'
import { type Overdraft, overdrafts } from '../limits/rules.ts'
import { moneyFact } from '../rules.ts'

/** In this order: the request came in no channel that counts as writing; the closing was asked for before; the account is closed. */
export const requestClosingRefusals = ['form-not-written', 'closing-requested', 'account-closed'] as const
export type RequestClosingRefusal = (typeof requestClosingRefusals)[number]

/**
 * Receives the customer's request to close an account, which takes no more orders from now on. When it was the last account in use,
 * the request is notice of withdrawal from the agreement as well.
 */
export function decideRequestClosing(
  { account, file, agreement }: Affairs,
  channel: Channel,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RequestClosingRefusal> {
  const cited = terms.cite('account.closing.request')
  const { channels } = terms.parameters('account.closing.request')
  if (!channels.includes(channel)) return refuse('form-not-written', cited, { accepted: channels })
  if (account.status === 'closing') return refuse('closing-requested', cited)
  if (account.status === 'closed') return refuse('account-closed', cited)
  const after = closingRequested(agreement, account.account, on)
  return accept(
    [
      effect(accounts, account.account, { kind: 'status', status: 'closing', bookingDate: on }),
      effect(accountFiles, account.account, { ...file, closingRequestedOn: on }),
      effect(agreements, agreement.agreement, after),
    ],
    terms.cite('account.closing.request', 'account.closing.orders'),
    { account: String(account.account), withdraws: after.withdrawnOn !== null },
  )
}

/** In this order: nobody asked for the closing; money is on the account or owed on it; a payment is still held. */
export const closeRefusals = ['closing-not-requested', 'account-not-empty', 'holds-open'] as const
export type CloseRefusal = (typeof closeRefusals)[number]

/** Closes an empty account. With the last one, an agreement that the customer withdrew from has ended. */
export function decideClose(
  { account, file, agreement }: Affairs,
  overdraft: Overdraft | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, CloseRefusal> {
  const cited = terms.cite('account.closing.request')
  if (account.status !== 'closing') return refuse('closing-not-requested', cited, { status: account.status })
  if (account.balanceMinor !== zero)
    return refuse('account-not-empty', cited, { balance: moneyFact(account.balanceMinor, account.currency) })
  if (account.heldMinor !== zero)
    return refuse('holds-open', cited, { held: moneyFact(account.heldMinor, account.currency) })
  const after = accountClosed(agreement, account.account)
  const ending =
    overdraft === undefined || overdraft.endedOn !== null
      ? []
      : [
          effect(overdrafts, account.account, { ...overdraft, endedOn: on }),
          effect(accounts, account.account, { kind: 'limit', limitMinor: zero, bookingDate: on } as const),
        ]
  return accept(
    [
      ...ending,
      effect(accounts, account.account, { kind: 'status', status: 'closed', bookingDate: on }),
      effect(accountFiles, account.account, { ...file, closedOn: on }),
      effect(agreements, agreement.agreement, after),
    ],
    cited,
    { account: String(account.account), agreementEnded: after.status === 'ended' },
  )
}
