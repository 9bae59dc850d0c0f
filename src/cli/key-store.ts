import type { KeyStore } from '../privacy/vault/key-store.ts'
import { openKeyStore } from '../privacy/vault/keys.ts'
import { keySettings } from './settings.ts'

/** The key store that the environment names. */
export function openKeys(environment: NodeJS.ProcessEnv): KeyStore {
  const { keysDir, masterKeys } = keySettings(environment)
  return openKeyStore(keysDir, masterKeys)
}
