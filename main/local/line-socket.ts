import type { Socket } from 'node:net'
import { LineReader } from './line-reader.ts'

/** What happens with each line; the first of them belong to the handshake. */
type LineHandler = (line: string) => void

export type LineSocket = {
  readonly send: (value: unknown) => void
  /** From the next line on. `longest` is in bytes. */
  readonly handle: (longest: number, handler: LineHandler) => void
  readonly drop: () => void
}

/** A peer that does not read is dropped when this much waits for it, in bytes. */
const MOST_WAITING = 8 * 1024 * 1024

const ignore: LineHandler = () => undefined

/** One JSON value a line over a socket. A line that is too long ends the connection, and so does a peer that never reads. */
export function createLineSocket(socket: Socket): LineSocket {
  const reader = new LineReader(0)
  let handler: LineHandler = ignore
  socket.on('data', chunk => {
    const lines = reader.read(chunk)
    if (!lines) socket.destroy()
    for (const line of lines ?? []) if (!socket.destroyed) handler(line)
  })
  return {
    send: value => {
      if (socket.writableLength > MOST_WAITING) socket.destroy()
      if (!socket.destroyed) socket.write(`${JSON.stringify(value)}\n`)
    },
    handle: (longest, next) => {
      reader.limit = longest
      handler = next
    },
    drop: () => void socket.destroy(),
  }
}
