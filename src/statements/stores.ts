/** Every store of statements. */
import type { CollectionStore } from '../storage/lane/collection-store.ts'
import { arrangementStore } from './arrangements/store.ts'
import { informedStore, statementStore } from './availability/store.ts'
import { claimStore } from './claims/store.ts'
import { paymentReportStore } from './payment-reports/store.ts'
import { sentDocumentStore } from './sent-documents/store.ts'

export const statementStores: readonly CollectionStore[] = [
  statementStore,
  informedStore,
  arrangementStore,
  claimStore,
  paymentReportStore,
  sentDocumentStore,
]
