import { createStatus } from './status-store.ts'
import type { StatusStore, WirePort } from './wire-port.ts'

/** What the desktop's preload gives the window: texts to the service, and texts from it. */
export type PerchBridge = {
  readonly send: (text: string) => void
  readonly onMessage: (listener: (text: string) => void) => () => void
}

/** The port of a desktop window. The service lives in the same program, so it is open from the start. */
export function ipcPort(bridge: PerchBridge): { port: WirePort; status: StatusStore } {
  const status = createStatus(() => {})
  const port: WirePort = {
    send: bridge.send,
    open: ({ text, opened }) => {
      const stop = bridge.onMessage(received => {
        if (typeof received === 'string') text(received)
      })
      status.set({ state: 'open' })
      opened()
      return stop
    },
  }
  return { port, status }
}
