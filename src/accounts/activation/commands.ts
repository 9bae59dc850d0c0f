/** Commands that take an account from opened to active. */
import { type Static, Type } from 'typebox'
import { idText, payload } from '../../kernel/wire.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { accountCommand } from '../account-command.ts'
import { documentKind, orderedBy } from '../payload.ts'
import { decideActivation, decideReceipt, decideRequest, decideReview } from './rules.ts'

const documentNumber = Type.Integer({ minimum: 1, description: "The document's number in the account's file" })
const requestPayload = payload({ account: idText, documents: Type.Array(documentKind, { minItems: 1 }) })
const documentPayload = payload({ account: idText, document: documentNumber })
const receiptPayload = payload({ account: idText, document: documentNumber, orderedBy })
const activatePayload = payload({ account: idText })

export const requestDocuments: CommandKind<Static<typeof requestPayload>> = accountCommand({
  kind: 'account.request-documents',
  summary: 'Requests documents before an account is activated',
  payload: requestPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'account.activation',
  decide: (affairs, { payload }, context, terms) =>
    decideRequest(affairs, payload.documents, context.businessDate, terms),
})

export const receiveDocument: CommandKind<Static<typeof receiptPayload>> = accountCommand({
  kind: 'account.receive-document',
  summary: 'Notes that a requested document came in',
  payload: receiptPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  by: 'customer',
  provision: 'account.activation',
  decide: (affairs, { payload }, context, terms) =>
    decideReceipt(affairs, payload.document, context.businessDate, terms),
})

/** Both are decisions of a named person. */
const reviewing = (
  kind: 'account.approve-document' | 'account.reject-document',
  summary: string,
  status: 'approved' | 'rejected',
): CommandKind<Static<typeof documentPayload>> =>
  accountCommand({
    kind,
    summary,
    payload: documentPayload,
    purpose: 'service',
    roles: ['teller', 'operator'],
    by: 'institution',
    provision: 'account.activation',
    decide: (affairs, { payload, actor }, context, terms) =>
      decideReview(affairs, payload.document, { status, by: staffOf(actor) }, context.businessDate, terms),
  })

export const approveDocument = reviewing(
  'account.approve-document',
  'Approves a document that was received, as a named person',
  'approved',
)
export const rejectDocument = reviewing(
  'account.reject-document',
  'Rejects a document that was received, as a named person',
  'rejected',
)

export const activateAccount: CommandKind<Static<typeof activatePayload>> = accountCommand({
  kind: 'account.activate',
  summary: 'Activates an account whose requested documents were all approved',
  payload: activatePayload,
  purpose: 'service',
  roles: ['teller', 'operator', 'system'],
  by: 'institution',
  provision: 'account.activation',
  decide: (affairs, _command, context, terms) => decideActivation(affairs, context.businessDate, terms),
})
