/** Where the system keeps the key: Keychain, DPAPI, Secret Service, KWallet; `basic_text` is a key that everybody knows. */
export type Backend = { readonly platform: NodeJS.Platform; readonly available: boolean; readonly name: string }

/** Why secrets can't be kept safely, or `undefined`. */
export function keychainRefusal({ platform, available, name }: Backend): string | undefined {
  const instead = 'or keep the secret in an environment variable or a file that config.json names'
  if (platform === 'linux' && (name === 'basic_text' || !available))
    return `This desktop session has no keyring, so a secret would lie in clear. Install and unlock GNOME Keyring or KWallet and sign in again, ${instead}.`
  return available ? undefined : `The keychain of this computer is not available. Unlock it and try again, ${instead}.`
}
