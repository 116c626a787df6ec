import { CHANNEL } from './channel.ts'

type Listener = (event: unknown, text: string) => void

/** What is used of Electron's `ipcRenderer`. */
export type Messages = {
  send(channel: string, text: string): void
  on(channel: string, listener: Listener): unknown
  off(channel: string, listener: Listener): unknown
}

/** All that the page gets: a way to send a text, and a way to hear one. */
export const bridgeOver = (messages: Messages) => ({
  send: (text: string): void => messages.send(CHANNEL, text),
  onMessage: (listener: (text: string) => void): (() => void) => {
    const hear: Listener = (_event, text) => listener(text)
    messages.on(CHANNEL, hear)
    return () => void messages.off(CHANNEL, hear)
  },
})
