/** A secret and the host it was given for; it goes to no other. */
type StoredSecret = { readonly value: string; readonly host: string }

/** Where secrets rest: the keychain of the desktop, or an encrypted file. Names are the paths of the configuration. */
export interface SecretStore {
  /** Rejects with `AppError` when the store can't be opened; `undefined` when it holds no such secret. */
  get(name: string): Promise<StoredSecret | undefined>
  set(name: string, value: string, host: string): Promise<void>
  unset(name: string): Promise<void>
  /** What is stored, without the values; `at` in milliseconds since 1970. */
  list(): Promise<readonly { readonly name: string; readonly host: string; readonly at: number }[]>
}
