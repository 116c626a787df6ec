import { randomBytes } from 'node:crypto'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { serveControl, type ControlOptions } from '../../main/local/control-socket.ts'
import { dispatch } from '../../main/rpc/dispatch.ts'
import { smallService } from '../rpc/service.ts'
import { temporaryFolder } from './temporary.ts'

export const KEY = randomBytes(32)

/** A control socket over a small service, gone after the test. */
export async function startControl(over: Partial<ControlOptions> = {}) {
  const path = over.path ?? join(temporaryFolder(), 'perch.sock')
  const service = smallService()
  const calls: string[] = []
  const server = await serveControl({
    path,
    key: KEY,
    call: (name, input, signal) => {
      calls.push(name)
      return dispatch(service.handlers, name, input, signal, () => undefined)
    },
    watch: service.hub.watch,
    log: silentLogger,
    ...over,
  })
  onTestFinished(() => server.close())
  return { ...service, path, server, calls }
}

/** A client that speaks whatever a test wants. `lines` grows; `closed` resolves when the other end has had enough. */
export function rawClient(path: string): { socket: Socket; lines: string[]; closed: Promise<void> } {
  const socket = createConnection(path)
  const lines: string[] = []
  let rest = ''
  socket.on('error', () => undefined)
  socket.on('data', chunk => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  onTestFinished(() => void socket.destroy())
  return { socket, lines, closed }
}
