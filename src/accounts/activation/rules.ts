/** Activation: documents requested before it, their receipt and review, and the day by which it follows. */
import { accept, assertInvariant, type Decision, type FactValue, type Refused, refuse } from '../../kernel/decision.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import { accounts } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Affairs } from '../affairs/rules.ts'
import {
  type AccountFile,
  accountFiles,
  type DocumentKind,
  type RequestedDocument,
  withRequested,
} from '../files/rules.ts'

/** In this order, for everything about the documents: the account waits no longer for its activation; there is no such document. */
export const documentRefusals = [
  'account-not-opened',
  'document-unknown',
  'document-not-received',
  'document-approved',
] as const
export type DocumentRefusal = (typeof documentRefusals)[number]

/** Requests further documents before the account is activated. */
export function decideRequest(
  affairs: Affairs,
  kinds: readonly DocumentKind[],
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, DocumentRefusal> {
  const refused = checkWaiting(affairs, terms)
  if (refused !== undefined) return refused
  const file = withRequested(affairs.file, kinds, on)
  return accept([effect(accountFiles, file.account, file)], terms.cite('account.activation'), documentFacts(file))
}

/** Notes that a requested document came in, for the first time or again after it was rejected. */
export function decideReceipt(
  affairs: Affairs,
  document: number,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, DocumentRefusal> {
  return changeDocument(affairs, document, terms, (found) =>
    found.status === 'approved'
      ? 'document-approved'
      : { ...found, status: 'received', receivedOn: on, reviewedBy: null, reviewedOn: null },
  )
}

/** A named person approves or rejects a document that was received. */
export function decideReview(
  affairs: Affairs,
  document: number,
  review: { readonly status: 'approved' | 'rejected'; readonly by: string },
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, DocumentRefusal> {
  return changeDocument(affairs, document, terms, (found) =>
    found.status === 'approved'
      ? 'document-approved'
      : found.status === 'received'
        ? { ...found, status: review.status, reviewedBy: review.by, reviewedOn: on }
        : 'document-not-received',
  )
}

function changeDocument(
  affairs: Affairs,
  document: number,
  terms: Terms,
  change: (found: RequestedDocument) => RequestedDocument | DocumentRefusal,
): Decision<Effect, DocumentRefusal> {
  const refused = checkWaiting(affairs, terms)
  if (refused !== undefined) return refused
  const cited = terms.cite('account.activation')
  const found = affairs.file.documents.find((one) => one.document === document)
  if (found === undefined) return refuse('document-unknown', cited, { document })
  const changed = change(found)
  if (typeof changed === 'string') return refuse(changed, cited, { document, status: found.status })
  const documents = affairs.file.documents.map((one) => (one === found ? changed : one))
  const file = { ...affairs.file, documents }
  return accept([effect(accountFiles, file.account, file)], cited, documentFacts(file))
}

function checkWaiting({ account, file }: Affairs, terms: Terms): Refused<'account-not-opened'> | undefined {
  return account.status === 'opened' && file.activationRefusedOn === null
    ? undefined
    : refuse('account-not-opened', terms.cite('account.activation'), { status: account.status })
}

/**
 * In this order: the account does not wait for activation; its agreement is no longer in force; a requested document was not received,
 * or not approved.
 */
export const activationRefusals = ['account-not-opened', 'agreement-ended', 'documents-outstanding'] as const
export type ActivationRefusal = (typeof activationRefusals)[number]

/** Activates an opened account, once each requested document was received, reviewed and approved by a named person. */
export function decideActivation(
  affairs: Affairs,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, ActivationRefusal> {
  const refused = checkWaiting(affairs, terms)
  if (refused !== undefined) return refused
  const { account, file, agreement } = affairs
  if (agreement.status !== 'in-force') return refuse('agreement-ended', terms.cite('account.opening'))
  const cited = terms.cite('account.activation')
  const outstanding = outstandingDocuments(file)
  if (outstanding.length > 0) return refuse('documents-outstanding', cited, { documents: outstanding.map(told) })
  assertInvariant(
    file.documents.every(({ reviewedBy }) => reviewedBy !== null),
    'an approved document names who approved it',
  )
  return accept(
    [
      effect(accounts, account.account, { kind: 'status', status: 'active', bookingDate: on }),
      effect(accountFiles, account.account, { ...file, activatedOn: on }),
    ],
    cited,
    { account: String(account.account), activatedOn: on.toString() },
  )
}

/** The requested documents that activation still waits for. */
export const outstandingDocuments = (file: AccountFile): readonly RequestedDocument[] =>
  file.documents.filter(({ status }) => status !== 'approved')

/** Whether an account that was neither activated nor refused has waited past its time: from the day after its last. */
export function isOverdue(file: AccountFile, day: Temporal.PlainDate): boolean {
  return (
    file.activatedOn === null &&
    file.activationRefusedOn === null &&
    file.closingRequestedOn === null &&
    file.closedOn === null &&
    Temporal.PlainDate.compare(day, file.activateBy) > 0
  )
}

const told = ({ document, kind, status }: RequestedDocument): FactValue => ({ document, kind, status })
const documentFacts = (file: AccountFile) => ({ account: String(file.account), documents: file.documents.map(told) })
