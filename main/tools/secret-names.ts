/** Folders and files where programs keep keys; a workspace may hold them by accident, when it is a home folder. */
const folders = new Set(['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.password-store', '.git-credentials'])
const files =
  /^(\.env(\..+)?|\.netrc|_netrc|\.npmrc|\.pypirc|\.pgpass|id_(rsa|dsa|ecdsa|ed25519)(_sk)?|secrets\.(enc|key)|.+\.(pem|key|p12|pfx|keystore|jks|kdbx|ppk))$/
const harmless = /^\.env\.(example|sample|template)$/

/** True for a path, relative to the workspace, that by its name holds keys. It stays closed for everybody. */
export function looksSecret(path: string): boolean {
  const parts = path.toLowerCase().split(/[/\\]/)
  const name = parts.at(-1) ?? ''
  return parts.some(part => folders.has(part)) || (files.test(name) && !harmless.test(name))
}
