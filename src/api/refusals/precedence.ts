/**
 * The published order in which refusals of each kind of command are found: of several that apply, the first is given. The lists are those
 * of the rules; where one comes twice, it is asked of the payer's account first and then of the payee's.
 */
import { aboutAccountRefusals } from '../../accounts/account-command.ts'
import { activationRefusals, documentRefusals } from '../../accounts/activation/rules.ts'
import {
  applicationRefusals,
  applyRefusals,
  basicOpenRefusals,
  basicRefuseRefusals,
} from '../../accounts/basic/rules.ts'
import { closeRefusals, requestClosingRefusals } from '../../accounts/closing/rules.ts'
import { internalOpeningRefusals } from '../../accounts/internal/rules.ts'
import { agreeLimitRefusals, endLimitRefusals } from '../../accounts/limits/rules.ts'
import { announceRefusals, changeRefusals as numberRefusals } from '../../accounts/number-change/rules.ts'
import { holderRefusals } from '../../accounts/opening/request.ts'
import { openingRefusals } from '../../accounts/opening/rules.ts'
import { refuseRefusals } from '../../accounts/refusal/rules.ts'
import { liftRefusals, restrictRefusals } from '../../accounts/restriction/rules.ts'
import { creditRefusals, debitRefusals } from '../../accounts/rules.ts'
import { segregatedRefusals } from '../../accounts/segregated/rules.ts'
import { cutOverRefusals } from '../../operations/clock/rules.ts'
import { verifyRefusals } from '../../parties/acting/rules.ts'
import { reviewRefusals, revokeRefusals, submitRefusals } from '../../parties/authorisations/rules.ts'
import { changeRefusals } from '../../parties/changes/rules.ts'
import { conflictRefusals, contestRefusals, recordLimitRefusals } from '../../parties/limits/rules.ts'
import { raiseRefusals, remindRefusals, serviceRefusals } from '../../parties/replacement/rules.ts'
import { representationRefusals } from '../../parties/representation/rules.ts'
import { registerRefusals } from '../../parties/rules.ts'
import { compareRefusals, demandRefusals, relyRefusals, signedAnewRefusals } from '../../parties/signatures/rules.ts'
import { confirmRefusals, witnessRefusals } from '../../parties/witnesses/rules.ts'
import { correctionRefusals } from '../../payments/corrections/rules.ts'
import { entitlementRefusals } from '../../payments/entitled/rules.ts'
import { captureRefusals, placeRefusals, releaseRefusals } from '../../payments/holds/rules.ts'
import { movementRefusals } from '../../payments/movements/rules.ts'

const shape = ['amount-zero', 'same-account', 'currency-differs'] as const
const movement = movementRefusals
const uncovered = [...shape, 'account-closed', 'till-short'] as const
/** Of every order that debits a customer: see payments/paying.ts. */
const order = ['account-unknown', ...representationRefusals, 'value-date-not-allowed'] as const
/** Of commands about one account that its holders, or staff on their order, may ask for. */
const byCustomer = [...aboutAccountRefusals, ...representationRefusals] as const
const byInstitution = aboutAccountRefusals
const opening = [...holderRefusals, ...representationRefusals] as const
const proposal = ['entitlement-waived', 'entries-unknown', 'entries-reversed'] as const

export const precedence = {
  'party.register': registerRefusals,
  'party.change': [...representationRefusals, ...changeRefusals],
  'authorisation.submit': submitRefusals,
  'authorisation.accept': reviewRefusals,
  'authorisation.reject': reviewRefusals,
  'authorisation.revoke': revokeRefusals,
  'authorisation.demand-replacement': raiseRefusals,
  'authorisation.report': raiseRefusals,
  'authorisation.decide-service': serviceRefusals,
  'representation.verify': [...verifyRefusals, ...representationRefusals],
  'representation.record-limit': recordLimitRefusals,
  'representation.contest': contestRefusals,
  'representation.record-conflict': conflictRefusals,
  'representation.remind': remindRefusals,
  'signature.compare': compareRefusals,
  'signature.rely': relyRefusals,
  'agreement.demand-new-signature': demandRefusals,
  'agreement.confirm-new-signature': signedAnewRefusals,
  'signature.require-witness': witnessRefusals,
  'signature.confirm-witness': confirmRefusals,

  'account.open': [...opening, ...openingRefusals],
  'segregated-account.open': [...opening, ...segregatedRefusals, ...openingRefusals],
  'internal.open': internalOpeningRefusals,
  'account.refuse': refuseRefusals,
  'account.request-documents': [...byInstitution, ...documentRefusals],
  'account.receive-document': [...byCustomer, ...documentRefusals],
  'account.approve-document': [...byInstitution, ...documentRefusals],
  'account.reject-document': [...byInstitution, ...documentRefusals],
  'account.activate': [...byInstitution, ...activationRefusals],
  'account.announce-number': [...byInstitution, ...announceRefusals],
  'account.change-number': [...byInstitution, ...numberRefusals],
  'account.agree-limit': [...byCustomer, ...agreeLimitRefusals],
  'account.end-limit': [...byCustomer, ...endLimitRefusals],
  'account.restrict': [...byInstitution, ...restrictRefusals],
  'account.lift-restriction': [...byInstitution, ...liftRefusals],
  'account.request-closing': [...byCustomer, ...requestClosingRefusals],
  'account.close': [...byInstitution, ...closeRefusals],
  'basic-account.apply': [...opening, ...applyRefusals, ...openingRefusals],
  'basic-account.decide': [...applicationRefusals, ...basicOpenRefusals, ...openingRefusals, ...basicRefuseRefusals],

  'payment.transfer': [...order, 'payee-unknown', ...movement],
  'payment.outgoing': [...order, 'nostro-unknown', ...movement],
  'payment.incoming': ['nostro-unknown', 'payee-unknown', 'value-date-not-allowed', ...movement],
  'cash.deposit': ['till-unknown', 'account-unknown', ...movement],
  'cash.withdraw': [...order, 'till-unknown', ...movement],
  'internal.move': ['account-unknown', 'value-date-not-allowed', ...movement],
  'debit.entitled': ['account-unknown', ...entitlementRefusals, 'value-date-not-allowed', ...uncovered],
  'interest.credit': ['account-unknown', 'value-date-not-allowed', ...movement],
  'hold.place': [...order, ...placeRefusals, ...debitRefusals],
  'hold.capture': [...captureRefusals, ...creditRefusals],
  'hold.release': releaseRefusals.slice(0, 2),
  'hold.expire': ['hold-unknown', 'hold-stands', 'hold-ended'],
  'correction.propose': proposal,
  'correction.approve': correctionRefusals,
  'clock.cut-over': cutOverRefusals,
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Every code that a command can be refused with. */
export type CommandRefusal = (typeof precedence)[keyof typeof precedence][number]
