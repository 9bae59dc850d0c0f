/** Every store, for the lanes' storage. */
import { accountStores } from '../accounts/stores.ts'
import { postingStore } from '../ledger/postings/store.ts'
import { accountStore } from '../ledger/store.ts'
import { specimenStore } from '../parties/authorisations/store.ts'
import { noticeOwedStore } from '../parties/facts/store.ts'
import { guardianshipStore } from '../parties/guardianship/store.ts'
import { partyNameStore } from '../parties/names/store.ts'
import { representationStore, representedByStore } from '../parties/representation/store.ts'
import { agreementSignatureStore, comparisonStore } from '../parties/signatures/store.ts'
import { partyCodeStore, partyStore } from '../parties/store.ts'
import { witnessDemandStore } from '../parties/witnesses/store.ts'
import { paymentBatchStore } from '../payments/batches/store.ts'
import { accountCardStore, cardTokenStore } from '../payments/cards/store.ts'
import { cashCodeStores } from '../payments/cash-codes/store.ts'
import { correctionStore } from '../payments/corrections/store.ts'
import { feeAccountStore } from '../payments/fees/choice/store.ts'
import { feePeriodStore } from '../payments/fees/periods/store.ts'
import { specialFeeStore } from '../payments/fees/special/store.ts'
import { holdStore } from '../payments/holds/store.ts'
import { madePaymentStore } from '../payments/network/refunds/store.ts'
import { networkPaymentStore } from '../payments/network/store.ts'
import { paymentOrderStore } from '../payments/scheduled/store.ts'
import { seizureStepStore, seizureStore } from '../payments/seizures/store.ts'
import { cooperationAgreementStore } from '../pricing/dealer-rates/agreements/store.ts'
import { dueStore } from '../pricing/dues/store.ts'
import { privacyStores } from '../privacy/stores.ts'
import { statementStores } from '../statements/stores.ts'
import { deadlineStore } from '../storage/lane/deadline-store.ts'
import { dayEndStore } from './day-end/store.ts'

export const stores = [
  accountStore,
  ...accountStores,
  ...privacyStores,
  postingStore,
  dueStore,
  cooperationAgreementStore,
  feeAccountStore,
  feePeriodStore,
  specialFeeStore,
  holdStore,
  paymentOrderStore,
  networkPaymentStore,
  madePaymentStore,
  paymentBatchStore,
  correctionStore,
  seizureStore,
  seizureStepStore,
  accountCardStore,
  cardTokenStore,
  ...cashCodeStores,
  partyStore,
  noticeOwedStore,
  partyNameStore,
  partyCodeStore,
  representationStore,
  representedByStore,
  guardianshipStore,
  specimenStore,
  comparisonStore,
  agreementSignatureStore,
  witnessDemandStore,
  ...statementStores,
  deadlineStore,
  dayEndStore,
]
