/** Every store of what persons allow, refuse and object to; that of their switches is the gate's. */
import type { CollectionStore } from '../../storage/lane/collection-store.ts'
import { offerAttemptStore } from '../marketing/by-hand/store.ts'
import { letterStore, messageStore } from '../marketing/messages/store.ts'
import { objectionStore } from '../objections/store.ts'
import { liftingNoticeStore } from '../restrictions/store.ts'
import { propagationStore } from './propagation/store.ts'
import { acceptanceStore, switchChangeStore } from './store.ts'

export const consentStores: readonly CollectionStore[] = [
  switchChangeStore,
  acceptanceStore,
  propagationStore,
  objectionStore,
  liftingNoticeStore,
  letterStore,
  messageStore,
  offerAttemptStore,
]
