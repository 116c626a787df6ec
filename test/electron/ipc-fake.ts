import { MessageChannel } from 'node:worker_threads'
import { serveWindow, type Contents, type Inbox, type OpenSession, type Received } from '../../main/electron/ipc.ts'
import { bridgeOver, type Messages } from '../../main/electron/bridge.ts'
import type { Logger } from '../../main/base/logger.ts'
import { silentLogger } from '../../main/base/logger.ts'
import { ipcPort } from '../../renderer/ipc-link.ts'
import { createWireLink, type WireLink } from '../../renderer/wire-link.ts'

export const OUR_PAGE = 'perch://app/#/home'

type Frame = Exclude<Received['senderFrame'], null>
const page: Frame = { url: OUR_PAGE, parent: null }

/* oxlint-disable unicorn/require-post-message-target-origin -- these are message ports of Node, which have no origin */

/** Texts both ways through a real message channel: copied as Electron copies them, and never within one turn. */
function pipe(hearMain: (message: unknown, frame: Frame | null) => void) {
  const { port1: main, port2: renderer } = new MessageChannel()
  main.on('message', ({ message, frame }: { message: unknown; frame: Frame | null }) => hearMain(message, frame))
  const heard = new Map<Parameters<Messages['on']>[1], (data: { channel: string; text: string }) => void>()
  const messages: Messages = {
    send: (_channel, text) => renderer.postMessage({ message: text, frame: page }),
    on: (channel, listener) => {
      const hear = (data: { channel: string; text: string }) => data.channel === channel && listener({}, data.text)
      heard.set(listener, hear)
      renderer.on('message', hear)
    },
    off: (_channel, listener) => {
      const hear = heard.get(listener)
      if (hear) renderer.off('message', hear)
      heard.delete(listener)
    },
  }
  return {
    messages,
    /** What the page or one of its frames sends past the bridge. */
    forge: (message: unknown, frame: Frame | null) => renderer.postMessage({ message, frame }),
    tell: (channel: string, text: string) => main.postMessage({ channel, text }),
    close: () => main.close(),
  }
}

/** Electron's `ipcMain`, to which all windows speak. */
export function fakeInbox() {
  const listeners = new Set<Parameters<Inbox['on']>[1]>()
  const inbox: Inbox = {
    on: (_channel, listener) => listeners.add(listener),
    off: (_channel, listener) => listeners.delete(listener),
  }
  const hear = (event: Received, message: unknown) => {
    for (const listener of listeners) listener(event, message)
  }
  return { inbox, hear, listeners }
}

/** One window on a service, with Electron in between played by a message channel for each page it loads. */
export function fakeWindow(open: OpenSession, { inbox, hear } = fakeInbox(), log: Logger = silentLogger) {
  const events = new Map<string, () => void>()
  let reloads = 0
  let isDestroyed = false
  const contents: Contents = {
    send: (channel, text) => wire.tell(channel, text),
    isDestroyed: () => isDestroyed,
    reload: () => {
      reloads++
      load()
    },
    on: (event: string, listener: () => void) => events.set(event, listener),
    once: (event: string, listener: () => void) => events.set(event, listener),
  }
  const newWire = () => pipe((message, senderFrame) => hear({ sender: contents, senderFrame }, message))
  let wire = newWire()
  let link = createWireLink(ipcPort(bridgeOver(wire.messages)).port)
  const load = () => {
    wire.close()
    wire = newWire()
    events.get('did-navigate')?.()
    link = createWireLink(ipcPort(bridgeOver(wire.messages)).port)
  }
  serveWindow(inbox, contents, open, log)
  return {
    contents,
    link: (): WireLink => link,
    load,
    reloads: () => reloads,
    forge: (message: unknown, frame: Frame | null = page) => wire.forge(message, frame),
    crash: () => events.get('render-process-gone')?.(),
    close: () => {
      isDestroyed = true
      events.get('destroyed')?.()
      wire.close()
    },
  }
}
