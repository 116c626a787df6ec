import { createWireLink } from '../../renderer/wire-link.ts'
import type { Link } from '../../main/contract/rpc.ts'

/** What carries texts to the service; `open` tells when it is there, what arrives, and when it has gone. */
export type TextWire = {
  readonly send: (text: string) => void
  readonly open: (on: { opened: () => void; text: (text: string) => void; closed: () => void }) => void
  readonly close: () => void
}

export type TextLink = { readonly link: Link; readonly heard: readonly string[]; readonly close: () => void }

/** The window's own half of a link, over a wire of a test. Resolves when it is open; rejects when it closes first. */
export function connectText(wire: TextWire): Promise<TextLink> {
  const heard: string[] = []
  return new Promise((resolve, reject) => {
    const link = createWireLink({
      send: wire.send,
      open: ({ text, opened, closed }) => {
        wire.open({
          text: each => {
            heard.push(each)
            text(each)
          },
          // the link is made only after its port was opened
          opened: () =>
            queueMicrotask(() => {
              opened()
              resolve({ link, heard, close: link.close })
            }),
          closed: () => {
            closed()
            reject(new Error('the wire closed'))
          },
        })
        return wire.close
      },
    })
  })
}
