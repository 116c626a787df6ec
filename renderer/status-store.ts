import type { PortStatus, StatusStore } from './wire-port.ts'

/** A status that its port sets and React reads. */
export function createStatus(retry: () => void): StatusStore & { readonly set: (status: PortStatus) => void } {
  const listeners = new Set<() => void>()
  let status: PortStatus = { state: 'opening' }
  return {
    get: () => status,
    subscribe: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    retry,
    set: next => {
      status = next
      for (const listener of listeners) listener()
    },
  }
}
