import type { Redactor } from '../base/redact.ts'
import type { SecretStore } from '../base/secret-store.ts'

/**
 * Makes every stored secret known to the redactor, those too that nothing has asked for yet: a platform knows its own
 * Encrypt Key whether we use it or not, and may quote it. A store that can't be opened gives nothing away either; who
 * needs a secret of it is told why.
 */
export async function knowSecrets(store: Pick<SecretStore, 'list' | 'get'>, redactor: Redactor): Promise<void> {
  const names = await store.list().catch(() => [])
  const secrets = await Promise.all(names.map(({ name }) => store.get(name).catch(() => undefined)))
  for (const secret of secrets) if (secret) redactor.add(secret.value)
}
