/** Every store, for the lanes' storage. */
import { accountStores } from '../accounts/stores.ts'
import { postingStore } from '../ledger/postings/store.ts'
import { accountStore } from '../ledger/store.ts'
import { specimenStore } from '../parties/authorisations/store.ts'
import { representationStore, representedByStore } from '../parties/representation/store.ts'
import { agreementSignatureStore, comparisonStore } from '../parties/signatures/store.ts'
import { partyCodeStore, partyStore } from '../parties/store.ts'
import { witnessDemandStore } from '../parties/witnesses/store.ts'
import { correctionStore } from '../payments/corrections/store.ts'
import { holdStore } from '../payments/holds/store.ts'
import { factStore } from '../privacy/vault/store.ts'
import { deadlineStore } from '../storage/lane/deadline-store.ts'

export const stores = [
  accountStore,
  ...accountStores,
  factStore,
  postingStore,
  holdStore,
  correctionStore,
  partyStore,
  partyCodeStore,
  representationStore,
  representedByStore,
  specimenStore,
  comparisonStore,
  agreementSignatureStore,
  witnessDemandStore,
  deadlineStore,
]
