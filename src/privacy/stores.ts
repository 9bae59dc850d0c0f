/** Stores of what the lane remembers of personal data. */
import { affectedStore } from './breaches/affected/store.ts'
import { breachStore } from './breaches/store.ts'
import { undertakingStore } from './confidentiality/store.ts'
import { consentStores } from './consents/stores.ts'
import { disclosureStores } from './disclosures/stores.ts'
import { keptDetailStore, shownDetailStore } from './kept/store.ts'
import { measureStores } from './measures/stores.ts'
import { recordingStores } from './recording/stores.ts'
import { affairElsewhereStore } from './retention/elsewhere/store.ts'
import { legalHoldStore } from './retention/store.ts'
import { switchesStore } from './switches/store.ts'
import { factStore } from './vault/store.ts'

export const privacyStores = [
  factStore,
  keptDetailStore,
  shownDetailStore,
  switchesStore,
  undertakingStore,
  legalHoldStore,
  affairElsewhereStore,
  ...consentStores,
  ...disclosureStores,
  breachStore,
  affectedStore,
  ...measureStores,
  ...recordingStores,
]
