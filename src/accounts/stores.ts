/** Every store of agreements and accounts. */
import type { CollectionStore } from '../storage/lane/collection-store.ts'
import { agreementOfStore, agreementStore } from '../terms/agreements/store.ts'
import { balanceHistoryStore } from './balances/store.ts'
import { basicApplicationStore } from './basic/store.ts'
import { excessStore } from './excess/store.ts'
import { accountFileStore } from './files/store.ts'
import { internalAccountStore } from './internal/store.ts'
import { overdraftStore } from './limits/store.ts'
import { accountNumberStore } from './numbers/store.ts'
import { accountRefusalStore } from './refusal/store.ts'
import { restrictionStore } from './restriction/store.ts'
import { segregationStore } from './segregated/store.ts'

export const accountStores: readonly CollectionStore[] = [
  agreementStore,
  agreementOfStore,
  accountFileStore,
  internalAccountStore,
  accountNumberStore,
  accountRefusalStore,
  overdraftStore,
  restrictionStore,
  basicApplicationStore,
  segregationStore,
  balanceHistoryStore,
  excessStore,
]
