/** Every store, for the lanes' storage. */
import { accountStore } from '../ledger/store.ts'

export const stores = [accountStore]
