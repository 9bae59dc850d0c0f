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
import { excessRefusals } from '../../accounts/excess/rules.ts'
import { interestRefusals } from '../../accounts/interest/rules.ts'
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
import { beginRefusals, closeDayRefusals, stepRefusals } from '../../operations/day-end/rules.ts'
import { drillRefusals } from '../../operations/drill/rules.ts'
import { actingForRefusals } from '../../parties/acting/for-subject/rules.ts'
import { verifyRefusals } from '../../parties/acting/rules.ts'
import { reviewRefusals, revokeRefusals, submitRefusals } from '../../parties/authorisations/rules.ts'
import { changeRefusals } from '../../parties/changes/rules.ts'
import { giveNoticeRefusals, recordFactsRefusals } from '../../parties/facts/rules.ts'
import { endGuardianRefusals, growRefusals, recordGuardianRefusals } from '../../parties/guardianship/rules.ts'
import { conflictRefusals, contestRefusals, recordLimitRefusals } from '../../parties/limits/rules.ts'
import { raiseRefusals, remindRefusals, serviceRefusals } from '../../parties/replacement/rules.ts'
import { representationRefusals } from '../../parties/representation/rules.ts'
import { registerRefusals } from '../../parties/rules.ts'
import { compareRefusals, demandRefusals, relyRefusals, signedAnewRefusals } from '../../parties/signatures/rules.ts'
import { confirmRefusals, witnessRefusals } from '../../parties/witnesses/rules.ts'
import { batchRefusals } from '../../payments/batches/rules.ts'
import {
  activateRefusals,
  blockCardRefusals,
  cardRefusals,
  limitRefusals,
  linkRefusals,
  unlinkRefusals,
} from '../../payments/cards/rules.ts'
import { applicationRefusals as cashCodeApplicationRefusals } from '../../payments/cash-codes/application/rules.ts'
import { installRefusals } from '../../payments/cash-codes/atm/rules.ts'
import { assignRefusals, renewRefusals } from '../../payments/cash-codes/digits/rules.ts'
import {
  blockRefusals,
  reportRefusals,
  revokeRefusals as revokeRefusalsOfCodes,
} from '../../payments/cash-codes/ending/rules.ts'
import { entryRefusals } from '../../payments/cash-codes/entry/rules.ts'
import { agreeCashLimitRefusals } from '../../payments/cash-codes/limits/rules.ts'
import { enteredRefusals, useRefusals } from '../../payments/cash-codes/use/rules.ts'
import { correctionRefusals } from '../../payments/corrections/rules.ts'
import { penaltyRefusals, recordLossRefusals } from '../../payments/dues/rules.ts'
import { entitlementRefusals } from '../../payments/entitled/rules.ts'
import { chooseFeeAccountRefusals, endOfferRefusals } from '../../payments/fees/choice/rules.ts'
import { commitmentRefusals } from '../../payments/fees/commitment/rules.ts'
import { chargeSpecialRefusals, setRefusals, showRefusals } from '../../payments/fees/special/rules.ts'
import { fileRefusals } from '../../payments/files/rules.ts'
import { captureRefusals, placeRefusals, releaseRefusals } from '../../payments/holds/rules.ts'
import { movementRefusals } from '../../payments/movements/rules.ts'
import { refundRefusals } from '../../payments/network/refunds/rules.ts'
import { returnRefusals, sendRefusals, settleRefusals } from '../../payments/network/rules.ts'
import { keepRefusals, payOutRefusals } from '../../payments/network/unclaimed/rules.ts'
import { cancelOrderRefusals, placeOrderRefusals, runOrdersRefusals } from '../../payments/scheduled/rules.ts'
import { reduceRefusals, releaseRefusals as seizureReleaseRefusals } from '../../payments/seizures/ending/rules.ts'
import { convertRefusals, gatherRefusals } from '../../payments/seizures/gathering/rules.ts'
import { approveRefusals, proposeRefusals } from '../../payments/seizures/paying/rules.ts'
import { registerRefusals as registerSeizureRefusals } from '../../payments/seizures/receiving/rules.ts'
import { endAgreementRefusals, recordAgreementRefusals } from '../../pricing/dealer-rates/agreements/rules.ts'
import { compensationRefusals } from '../../pricing/dealer-rates/rules.ts'
import {
  exemptSubjectsRefusals,
  nameAffectedRefusals,
  noteDeliveriesRefusals,
  notifySubjectsRefusals,
} from '../../privacy/breaches/affected/rules.ts'
import {
  assessBreachRefusals,
  closeBreachRefusals,
  notifyAuthorityRefusals,
  reportBreachRefusals,
} from '../../privacy/breaches/rules.ts'
import { undertakingRefusals } from '../../privacy/confidentiality/rules.ts'
import { confirmPropagationRefusals } from '../../privacy/consents/propagation/rules.ts'
import { acceptRefusals, giveRefusals, withdrawRefusals } from '../../privacy/consents/rules.ts'
import { disclosureRefusals } from '../../privacy/disclosures/asked/rules.ts'
import { assignRefusals as assignClaimRefusals } from '../../privacy/disclosures/assignments/rules.ts'
import { returnRefusals as databaseRefusals, enquireRefusals } from '../../privacy/disclosures/databases/rules.ts'
import {
  announceReportRefusals,
  contestReportRefusals,
  reportRefusals as debtReportRefusals,
  settleReportRefusals,
} from '../../privacy/disclosures/debts/rules.ts'
import {
  answerEnquiryRefusals,
  declineEnquiryRefusals,
  receiveEnquiryRefusals,
} from '../../privacy/disclosures/enquiries/rules.ts'
import { carryOutRefusals, passOnRefusals, settleRequestRefusals } from '../../privacy/disclosures/passed-on/rules.ts'
import { gateRefusals } from '../../privacy/gate/verdicts/rules.ts'
import { noteRefusals } from '../../privacy/marketing/by-hand/rules.ts'
import {
  channelRefusals,
  sendMessageRefusals,
  sendOfferRefusals,
  setLetterRefusals,
} from '../../privacy/marketing/messages/rules.ts'
import { chooseChannelRefusals, refuseMarketingRefusals } from '../../privacy/marketing/rules.ts'
import { backgroundCheckRefusals } from '../../privacy/measures/background-checks/rules.ts'
import { reviewProviderRefusals } from '../../privacy/measures/providers/rules.ts'
import { recipientUndertakeRefusals } from '../../privacy/measures/recipients/rules.ts'
import { measureTestRefusals } from '../../privacy/measures/rules.ts'
import { trainingRefusals } from '../../privacy/measures/training/rules.ts'
import { tellPurposeRefusals } from '../../privacy/new-purposes/rules.ts'
import { answerObjectionRefusals, raiseObjectionRefusals, sendAnswerRefusals } from '../../privacy/objections/rules.ts'
import { allowRefusals, forbidRefusals, stopRefusals } from '../../privacy/objections/stops/rules.ts'
import { declineRefusals } from '../../privacy/recording/declining/rules.ts'
import {
  liftRestrictionRefusals,
  setRestrictionRefusals,
  tellLiftingRefusals,
} from '../../privacy/restrictions/rules.ts'
import { endAffairRefusals, noteAffairRefusals } from '../../privacy/retention/elsewhere/rules.ts'
import {
  releaseRefusals as endHoldRefusals,
  holdRefusals as legalHoldRefusals,
} from '../../privacy/retention/holds/rules.ts'
import { arrangeRefusals, chooseRefusals, endRefusals } from '../../statements/arrangements/rules.ts'
import { holdingRefusals } from '../../statements/claims/holding/rules.ts'
import { answerRefusals, claimRefusals, verdictRefusals } from '../../statements/claims/rules.ts'
import { agreeDigitalRefusals, endDigitalRefusals } from '../../statements/digital/rules.ts'
import { collectRefusals, monthlyRefusals, requestRefusals } from '../../statements/issuing/rules.ts'
import { closeReportRefusals, reportRefusals as paymentReportRefusals } from '../../statements/payment-reports/rules.ts'
import { readRefusals } from '../../statements/reading/rules.ts'
import { sentDocumentRefusals } from '../../statements/sent-documents/rules.ts'

/** Of what a person, or staff for them, says about their own data. */
const ofSubject = ['party-unknown', ...actingForRefusals, 'subject-not-concerned', ...carryOutRefusals] as const
/** Of commands of staff about a person. */
const aboutSubject = ['party-unknown', 'subject-not-concerned', ...carryOutRefusals] as const
const shape = ['amount-zero', 'same-account', 'currency-differs'] as const
const movement = movementRefusals
const uncovered = [...shape, 'account-closed', 'till-short'] as const
/** Of every order that debits a customer: see payments/paying.ts. */
const order = ['account-unknown', ...representationRefusals, 'value-date-not-allowed'] as const
/** Of commands about one account that its holders, or staff on their order, may ask for. */
const byCustomer = [...aboutAccountRefusals, ...representationRefusals] as const
const byInstitution = aboutAccountRefusals
const opening = [...holderRefusals, ...representationRefusals] as const
const proposal = ['entitlement-waived', 'entries-unknown', 'entries-reversed', ...refundRefusals] as const

export const precedence = {
  'party.register': registerRefusals,
  'party.change': [...representationRefusals, ...changeRefusals],
  'fact.record': recordFactsRefusals,
  'fact.decline': ['party-unknown', ...declineRefusals],
  'recording.announce': ['party-unknown'],
  'purpose-notice.record': ['party-unknown', ...tellPurposeRefusals],
  'cooperation-agreement.record': recordAgreementRefusals,
  'cooperation-agreement.end': endAgreementRefusals,
  'dealer-compensation.calculate': ['party-unknown', ...compensationRefusals],
  'fact.give-notice': giveNoticeRefusals,
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
  'interest.post': interestRefusals,
  'excess.charge': excessRefusals,
  'interest.credit': ['account-unknown', 'value-date-not-allowed', ...movement],
  'due.collect': [],
  'loss.record': [...byInstitution, ...recordLossRefusals],
  'penalty.charge': [...byInstitution, ...penaltyRefusals],
  'fee-account.choose': [...byCustomer, ...chooseFeeAccountRefusals],
  'fee-account.end-offer': [...byInstitution, ...endOfferRefusals],
  'fee.charge-maintenance': [],
  'fee.charge-commitment': [...byInstitution, ...commitmentRefusals],
  'special-fee.set': [...byInstitution, ...setRefusals],
  'special-fee.show': ['special-fee-unknown', ...representationRefusals, ...showRefusals],
  'special-fee.charge': ['special-fee-unknown', ...chargeSpecialRefusals],
  'hold.place': [...order, ...cardRefusals, ...placeRefusals, ...debitRefusals],
  'hold.capture': [...captureRefusals, ...creditRefusals],
  'hold.release': releaseRefusals.slice(0, 2),
  'hold.expire': ['hold-unknown', 'hold-stands', 'hold-ended'],
  'card.link': [...byInstitution, ...linkRefusals],
  'card.limit': [...byInstitution, ...limitRefusals],
  'card.activate': [...byCustomer, ...activateRefusals],
  'card.block': [...byCustomer, ...blockCardRefusals],
  'card.unlink': [...byInstitution, ...unlinkRefusals],
  'seizure.register': registerSeizureRefusals,
  'seizure.spread': [],
  'seizure.gather': gatherRefusals,
  'seizure.convert': convertRefusals,
  'seizure.propose-payment': proposeRefusals,
  'seizure.approve-payment': approveRefusals,
  'seizure.reduce': reduceRefusals,
  'seizure.release': seizureReleaseRefusals,
  'correction.propose': proposal,
  'correction.approve': correctionRefusals,
  'claim.make': [...byCustomer, ...claimRefusals],
  'claim.decide': [...verdictRefusals, 'entitlement-waived'],
  'claim.hold': holdingRefusals,
  'claim.remind': [],
  'claim.answer': answerRefusals,
  'sent-document.note': [...byInstitution, ...sentDocumentRefusals],
  'payment-report.close': [...closeReportRefusals, 'entitlement-waived'],
  'hold.expire-due': [],
  'scheduled-order.place': [...order, ...placeOrderRefusals],
  'standing-order.place': [...order, ...placeOrderRefusals],
  'payment-order.cancel': ['order-unknown', ...representationRefusals, ...cancelOrderRefusals],
  'payment-order.run-due': runOrdersRefusals,
  'payment-file.receive': fileRefusals,
  'payment.send': [...order, ...sendRefusals, ...movement],
  'payment-batch.send': ['account-unknown', ...batchRefusals],
  'payment.settle': [...settleRefusals, ...movement],
  'payment.return': [...returnRefusals, ...shape],
  'returned-payment.keep': [...keepRefusals, ...movement],
  'returned-payment.pay-out': [...payOutRefusals, ...movement],
  'cash-code.apply': ['account-unknown', ...representationRefusals, ...cashCodeApplicationRefusals],
  'cash-code.renew': ['cash-code-unknown', ...representationRefusals, ...renewRefusals.slice(1)],
  'cash-code.assign': assignRefusals,
  'cash-code.enter': entryRefusals,
  'cash-code.use': [...enteredRefusals, ...useRefusals],
  'cash-code.revoke': ['cash-code-unknown', ...representationRefusals, ...revokeRefusalsOfCodes.slice(1)],
  'cash-code.block': blockRefusals,
  'cash-code.report': [...reportRefusals, ...representationRefusals, ...paymentReportRefusals],
  'cash-code.expire': [],
  'cash-code.agree-limits': ['account-unknown', ...representationRefusals, ...agreeCashLimitRefusals],
  'atm.install': installRefusals,
  'confidentiality.undertake': undertakingRefusals,
  'retention.hold': ['party-unknown', ...legalHoldRefusals],
  'retention.release': ['party-unknown', ...endHoldRefusals],
  'affair.note': ['party-unknown', ...noteAffairRefusals],
  'affair.end': ['party-unknown', ...endAffairRefusals],
  'consent.give': [...ofSubject, ...giveRefusals],
  'consent.withdraw': [...ofSubject, ...withdrawRefusals],
  'consent.confirm': confirmPropagationRefusals,
  'consent.carry': ['party-unknown'],
  'notice.accept': [...ofSubject, ...acceptRefusals],
  'marketing.refuse': [...ofSubject, ...refuseMarketingRefusals],
  'channel.choose': [...ofSubject, ...chooseChannelRefusals],
  'purpose.forbid': [...ofSubject, ...forbidRefusals],
  'purpose.allow': [...ofSubject, ...allowRefusals],
  'processing.stop': [...ofSubject, ...stopRefusals],
  'objection.raise': [...ofSubject, ...raiseObjectionRefusals],
  'objection.answer': [...aboutSubject, ...answerObjectionRefusals],
  'objection.send-answer': [...aboutSubject, ...sendAnswerRefusals],
  'restriction.set': [...ofSubject, ...setRestrictionRefusals],
  'restriction.tell': [...aboutSubject, ...tellLiftingRefusals],
  'restriction.lift': [...aboutSubject, ...liftRestrictionRefusals],
  'letter.set': setLetterRefusals,
  'marketing.send': [...aboutSubject, ...sendOfferRefusals, ...gateRefusals, ...channelRefusals],
  'message.send': [...aboutSubject, ...sendMessageRefusals, ...gateRefusals],
  'marketing.note': [...aboutSubject, ...noteRefusals, ...refuseMarketingRefusals],
  'guardian.record': recordGuardianRefusals,
  'guardian.end': endGuardianRefusals,
  'guardianship.grow': growRefusals,
  'disclosure.make': ['party-unknown', ...disclosureRefusals],
  'authority-enquiry.receive': ['party-unknown', ...receiveEnquiryRefusals],
  'authority-enquiry.answer': answerEnquiryRefusals,
  'authority-enquiry.decline': declineEnquiryRefusals,
  'database-enquiry.make': ['party-unknown', ...enquireRefusals],
  'database-enquiry.return': databaseRefusals,
  'debt-report.announce': ['party-unknown', ...announceReportRefusals],
  'debt-report.make': debtReportRefusals,
  'debt-report.contest': contestReportRefusals,
  'debt-report.settle': settleReportRefusals,
  'assignment.make': ['party-unknown', ...assignClaimRefusals],
  'request.pass-on': ['party-unknown', ...passOnRefusals],
  'request.settle-passed-on': settleRequestRefusals,
  'breach.report': reportBreachRefusals,
  'breach.name-affected': ['party-unknown', ...nameAffectedRefusals],
  'breach.assess': assessBreachRefusals,
  'breach.notify-authority': notifyAuthorityRefusals,
  'breach.notify-subjects': notifySubjectsRefusals,
  'breach.note-letters': notifySubjectsRefusals,
  'breach.note-deliveries': noteDeliveriesRefusals,
  'breach.exempt-subjects': exemptSubjectsRefusals,
  'breach.close': closeBreachRefusals,
  'measure.test': measureTestRefusals,
  'measure.renew': measureTestRefusals,
  'training.record': trainingRefusals,
  'provider.review': reviewProviderRefusals,
  'recipient.undertake': recipientUndertakeRefusals,
  'background-check.record': ['party-unknown', ...backgroundCheckRefusals],
  'clock.cut-over': cutOverRefusals,
  'drill.record': drillRefusals,
  'day.begin': beginRefusals,
  'day.step': stepRefusals,
  'day.close': closeDayRefusals,

  'digital-channels.agree': ['party-unknown', ...representationRefusals, ...agreeDigitalRefusals],
  'digital-channels.end': ['party-unknown', ...representationRefusals, ...endDigitalRefusals],
  'statement.arrange-monthly': [...byCustomer, ...arrangeRefusals],
  'statement.choose-delivery': [...byCustomer, ...chooseRefusals],
  'statement.end-delivery': [...byInstitution, ...endRefusals],
  'statement.make-monthly': monthlyRefusals,
  'statement.request': [...byCustomer, ...requestRefusals, ...debitRefusals],
  'statement.collect': [...byCustomer, ...collectRefusals],
  'statement.remind': [],
  'statement.read': [...byCustomer, ...readRefusals],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Every code that a command can be refused with. */
export type CommandRefusal = (typeof precedence)[keyof typeof precedence][number]
