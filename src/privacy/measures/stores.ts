/** Stores of what shows that measures are taken. */
import { backgroundCheckStore } from './background-checks/store.ts'
import { reviewStore } from './providers/store.ts'
import { recipientUndertakingStore } from './recipients/store.ts'
import { measureTestStore } from './store.ts'
import { trainingStore } from './training/store.ts'

export const measureStores = [
  measureTestStore,
  trainingStore,
  reviewStore,
  recipientUndertakingStore,
  backgroundCheckStore,
]
