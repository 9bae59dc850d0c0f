/** Stores of what was handed over, asked and reported. */
import { assignmentStore, creditorStore } from './assignments/store.ts'
import { databaseEnquiryStore } from './databases/store.ts'
import { debtReportStore, lastReportStore } from './debts/store.ts'
import { enquiryStore } from './enquiries/store.ts'
import { passedOnRequestStore } from './passed-on/store.ts'
import { standingStore } from './standing/store.ts'
import { disclosureStore } from './store.ts'

export const disclosureStores = [
  disclosureStore,
  enquiryStore,
  databaseEnquiryStore,
  debtReportStore,
  lastReportStore,
  assignmentStore,
  creditorStore,
  passedOnRequestStore,
  standingStore,
]
