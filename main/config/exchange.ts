import type { SecretStore } from '../base/secret-store.ts'
import { AppError } from '../contract/errors.ts'

/** One secret to put in place for a host, or, without `to`, to take away. */
export type SecretChange = {
  readonly name: string
  readonly to?: { readonly value: string; readonly host: string }
}

type Before = { readonly name: string; readonly held: { readonly value: string; readonly host: string } | undefined }

/**
 * Changes secrets together with `work`: when either fails, what the store held before is put back, and the failure is
 * thrown. A secret that can't be opened any more counts as none.
 */
export async function exchange(
  store: SecretStore,
  changes: readonly SecretChange[],
  work: () => Promise<void>,
): Promise<void> {
  const before = await Promise.all(changes.map(({ name }) => heldNow(store, name)))
  const changed: Before[] = []
  try {
    for (const [index, { name, to }] of changes.entries()) {
      changed.push(before[index] ?? { name, held: undefined })
      await (to ? store.set(name, to.value, to.host) : store.unset(name))
    }
    await work()
  } catch (thrown) {
    await putBack(store, changed)
    throw thrown
  }
}

async function heldNow(store: SecretStore, name: string): Promise<Before> {
  const listed = (await store.list()).some(entry => entry.name === name)
  if (!listed) return { name, held: undefined }
  // One that the keychain no longer opens is lost either way, and must not keep anybody from replacing it.
  return { name, held: await store.get(name).catch(() => undefined) }
}

async function putBack(store: SecretStore, changed: readonly Before[]): Promise<void> {
  try {
    for (const { name, held } of changed) await (held ? store.set(name, held.value, held.host) : store.unset(name))
  } catch (cause) {
    throw new AppError(
      'secret-store-unavailable',
      {
        en: 'The change failed, and the secrets could not be put back as they were.',
        zh: '更改失败，且未能恢复原来的密钥。',
      },
      { cause },
    )
  }
}
