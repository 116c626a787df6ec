import type { Logger } from '../base/logger.ts'
import type { Session } from '../rpc/session.ts'
import { CHANNEL } from './channel.ts'
import { refusalOf, type Sender } from './message-guard.ts'

/** Opens the service's half of one page; `drop` ends it because it spoke nonsense. */
export type OpenSession = (send: (text: string) => void, drop: () => void) => Session

/** What a message of a window comes with; `parent` is null for the page itself. */
export type Received = {
  readonly sender: unknown
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

type Listener = (event: Received, message: unknown) => void

/** What is used of Electron's `ipcMain`: the messages of all windows. */
export type Inbox = {
  on(channel: string, listener: Listener): unknown
  off(channel: string, listener: Listener): unknown
}

/** What is used of a window's `webContents`. */
export type Contents = {
  send(channel: string, text: string): void
  isDestroyed(): boolean
  reload(): void
  on(event: 'did-navigate', listener: () => void): unknown
  on(event: 'render-process-gone', listener: () => void): unknown
  once(event: 'destroyed', listener: () => void): unknown
}

/** Joins one window with the service: a session for each page it loads, ended with that page. */
export function serveWindow(inbox: Inbox, contents: Contents, open: OpenSession, log: Logger): void {
  let session: Session | undefined
  const end = () => {
    session?.close()
    session = undefined
  }
  const send = (text: string) => {
    if (!contents.isDestroyed()) contents.send(CHANNEL, text)
  }
  /** A page whose session ended can only begin anew. */
  const drop = () => {
    end()
    contents.reload()
  }
  const receive = (event: Received, text: unknown) => {
    if (event.sender !== contents) return
    const refusal = refusalOf(senderOf(event), text)
    if (refusal) return log.warn('a message of a window was refused', { refusal })
    session ??= open(send, drop)
    session.receive(String(text)) // a string: `refusalOf` has just said so
  }
  inbox.on(CHANNEL, receive)
  contents.on('did-navigate', end)
  contents.on('render-process-gone', end)
  contents.once('destroyed', () => {
    inbox.off(CHANNEL, receive)
    end()
  })
}

const senderOf = ({ senderFrame: frame }: Received): Sender | undefined =>
  frame ? { url: frame.url, isMainFrame: frame.parent === null } : undefined
