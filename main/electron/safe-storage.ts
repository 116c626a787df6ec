import { safeStorage } from 'electron'
import { AppError } from '../contract/errors.ts'
import type { Cipher } from './keychain.ts'
import { keychainRefusal } from './keychain-refusal.ts'

/** The system's keychain through Electron. Usable once Electron is ready. */
export const safeStorageCipher = (): Cipher => ({
  check: async () => {
    const { platform } = process
    const available = await safeStorage.isAsyncEncryptionAvailable()
    const name = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : ''
    const refusal = keychainRefusal({ platform, available, name })
    if (refusal) throw new AppError('secret-store-unavailable', refusal)
  },
  encrypt: text => safeStorage.encryptStringAsync(text),
  decrypt: async sealed => {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed)
    return { text: result, isOld: shouldReEncrypt }
  },
})
