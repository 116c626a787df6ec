import { ipcMain, type IpcMainEvent, type WebContents } from 'electron'
import type { Logger } from '../base/logger.ts'
import type { Session } from '../rpc/session.ts'
import { CHANNEL } from './channel.ts'
import { refusalOf, type Sender } from './message-guard.ts'

/** Opens the service's half of one page; `drop` ends it because it spoke nonsense. */
export type OpenSession = (send: (text: string) => void, drop: () => void) => Session

/** Joins one window with the service: a session for each page it loads, ended with that page. */
export function serveWindow(contents: WebContents, open: OpenSession, log: Logger): void {
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
  const receive = (event: IpcMainEvent, text: unknown) => {
    if (event.sender !== contents) return
    const refusal = refusalOf(senderOf(event), text)
    if (refusal) return log.warn('a message of a window was refused', { refusal })
    session ??= open(send, drop)
    session.receive(String(text)) // a string: `refusalOf` has just said so
  }
  ipcMain.on(CHANNEL, receive)
  contents.on('did-navigate', end)
  contents.on('render-process-gone', end)
  contents.once('destroyed', () => {
    ipcMain.off(CHANNEL, receive)
    end()
  })
}

const senderOf = ({ senderFrame: frame }: IpcMainEvent): Sender | undefined =>
  frame ? { url: frame.url, isMainFrame: frame.parent === null } : undefined
