/**
 * The published order in which refusals of each kind of command are found: of several that apply, the first is given. The lists are those
 * of the rules; where one comes twice, it is asked of the payer's account first and then of the payee's.
 */
import { activationRefusals, documentRefusals } from '../../accounts/activation/rules.ts'
import { applyRefusals, basicOpenRefusals, basicRefuseRefusals } from '../../accounts/basic/rules.ts'
import { closeRefusals, requestClosingRefusals } from '../../accounts/closing/rules.ts'
import { internalOpeningRefusals } from '../../accounts/internal/rules.ts'
import { agreeLimitRefusals, endLimitRefusals } from '../../accounts/limits/rules.ts'
import { announceRefusals, changeRefusals as numberRefusals } from '../../accounts/number-change/rules.ts'
import { openingRefusals } from '../../accounts/opening/rules.ts'
import { refuseRefusals } from '../../accounts/refusal/rules.ts'
import { liftRefusals, restrictRefusals } from '../../accounts/restriction/rules.ts'
import { creditRefusals, debitRefusals } from '../../accounts/rules.ts'
import { segregatedRefusals } from '../../accounts/segregated/rules.ts'
import { reviewRefusals, revokeRefusals, submitRefusals } from '../../parties/authorisations/rules.ts'
import { changeRefusals } from '../../parties/changes/rules.ts'
import { conflictRefusals, contestRefusals, recordLimitRefusals } from '../../parties/limits/rules.ts'
import { raiseRefusals, serviceRefusals } from '../../parties/replacement/rules.ts'
import { representationRefusals } from '../../parties/representation/rules.ts'
import { registerRefusals } from '../../parties/rules.ts'
import { compareRefusals, demandRefusals, relyRefusals } from '../../parties/signatures/rules.ts'
import { confirmRefusals, witnessRefusals } from '../../parties/witnesses/rules.ts'
import { correctionRefusals } from '../../payments/corrections/rules.ts'
import { entitlementRefusals } from '../../payments/entitled/rules.ts'
import { captureRefusals, releaseRefusals } from '../../payments/holds/rules.ts'
import { movementRefusals } from '../../payments/movements/rules.ts'

type Order = readonly string[]

const shape: Order = ['amount-zero', 'same-account', 'currency-differs']
const movement: Order = movementRefusals
const uncovered: Order = [...shape, 'account-closed', 'till-short']
/** Of every order that debits a customer: see payments/paying.ts. */
const order: Order = ['account-unknown', ...representationRefusals, 'value-date-not-allowed']
/** Of commands about one account that its holders, or staff on their order, may ask for. */
const byCustomer: Order = ['account-unknown', ...representationRefusals]
const byInstitution: Order = ['account-unknown']
const opening: Order = ['party-unknown', ...representationRefusals]
const proposal: Order = ['entitlement-waived', 'entries-unknown', 'entries-reversed']

export const precedence: Readonly<Record<string, Order>> = {
  'party.register': registerRefusals,
  'party.change': [...representationRefusals, ...changeRefusals],
  'authorisation.submit': submitRefusals,
  'authorisation.accept': reviewRefusals,
  'authorisation.reject': reviewRefusals,
  'authorisation.revoke': revokeRefusals,
  'authorisation.demand-replacement': raiseRefusals,
  'authorisation.report': raiseRefusals,
  'authorisation.decide-service': serviceRefusals,
  'representation.verify': ['party-unknown', ...representationRefusals],
  'representation.record-limit': recordLimitRefusals,
  'representation.contest': contestRefusals,
  'representation.record-conflict': conflictRefusals,
  'representation.remind': ['nothing-to-remind'],
  'signature.compare': compareRefusals,
  'signature.rely': relyRefusals,
  'agreement.demand-new-signature': demandRefusals,
  'agreement.confirm-new-signature': ['staff-unnamed', 'signature-not-demanded'],
  'signature.require-witness': witnessRefusals,
  'signature.confirm-witness': confirmRefusals,

  'account.open': [...opening, ...openingRefusals],
  'segregated-account.open': [...opening, ...segregatedRefusals, ...openingRefusals],
  'internal.open': internalOpeningRefusals,
  'account.refuse': ['party-unknown', 'account-unknown', ...refuseRefusals],
  'account.request-documents': [...byInstitution, ...documentRefusals],
  'account.receive-document': [...byCustomer, ...documentRefusals],
  'account.approve-document': [...byInstitution, ...documentRefusals],
  'account.reject-document': [...byInstitution, ...documentRefusals],
  'account.activate': [...byInstitution, ...activationRefusals],
  'account.announce-number': [...byInstitution, 'bank-code-unknown', ...announceRefusals],
  'account.change-number': [...byInstitution, ...numberRefusals],
  'account.agree-limit': [...byCustomer, ...agreeLimitRefusals],
  'account.end-limit': [...byCustomer, ...endLimitRefusals],
  'account.restrict': [...byInstitution, ...restrictRefusals],
  'account.lift-restriction': [...byInstitution, ...liftRefusals],
  'account.request-closing': [...byCustomer, ...requestClosingRefusals],
  'account.close': [...byInstitution, ...closeRefusals],
  'basic-account.apply': [...opening, ...applyRefusals, ...openingRefusals],
  'basic-account.decide': ['application-unknown', ...basicOpenRefusals, ...openingRefusals, ...basicRefuseRefusals],

  'payment.transfer': [...order, 'payee-unknown', ...movement],
  'payment.outgoing': [...order, 'nostro-unknown', ...movement],
  'payment.incoming': ['nostro-unknown', 'payee-unknown', 'value-date-not-allowed', ...movement],
  'cash.deposit': ['till-unknown', 'account-unknown', ...movement],
  'cash.withdraw': [...order, 'till-unknown', ...movement],
  'internal.move': ['account-unknown', 'value-date-not-allowed', ...movement],
  'debit.entitled': ['account-unknown', ...entitlementRefusals, 'value-date-not-allowed', ...uncovered],
  'interest.credit': ['account-unknown', 'value-date-not-allowed', ...movement],
  'hold.place': [...order, 'currency-differs', 'amount-zero', ...debitRefusals],
  'hold.capture': [...captureRefusals, ...creditRefusals],
  'hold.release': releaseRefusals.slice(0, 2),
  'hold.expire': ['hold-unknown', 'hold-stands', 'hold-ended'],
  'correction.propose': proposal,
  'correction.approve': correctionRefusals,
  'clock.cut-over': ['business-date-passed'],
}
