/** Every store of recording. */
import type { CollectionStore } from '../../storage/lane/collection-store.ts'
import { announcementStore, refusedRecordingStore } from './announcement/store.ts'
import { noticeShownStore } from './notices/store.ts'

export const recordingStores: readonly CollectionStore[] = [announcementStore, refusedRecordingStore, noticeShownStore]
