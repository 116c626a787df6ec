import type { SecretStore } from '../../main/base/secret-store.ts'

/** A store that forgets when the test ends; `broken` makes it refuse. */
export function memorySecrets(broken?: Error) {
  const entries = new Map<string, { value: string; host: string }>()
  const store: SecretStore = {
    get: async name => entries.get(name),
    set: async (name, value, host) => {
      if (broken) throw broken
      entries.set(name, { value, host })
    },
    unset: async name => void entries.delete(name),
    list: async () => [...entries].map(([name, { host }]) => ({ name, host, at: 0 })),
  }
  return { store, entries }
}
