import { createConnection, type Socket } from 'node:net'
import { codeOf } from '../base/atomic-file.ts'
import { AppError } from '../contract/errors.ts'
import type { Link } from '../contract/rpc.ts'
import { createCalls } from './control-calls.ts'
import { createNonce, isNonce, proofOf, proves } from './control-proof.ts'
import { LONGEST, parseObject, PROOF_MS, type Answer } from './control-wire.ts'
import { createLineSocket, type LineSocket } from './line-socket.ts'

export type ControlLink = Link & {
  readonly close: () => void
  /** Resolves when the service has gone, or after `close`. */
  readonly closed: Promise<void>
}

type Options = {
  /** As `controlPath` gives it. */
  readonly path: string
  readonly key: Buffer
  /** How long the service may take to prove the key, in milliseconds. */
  readonly patience?: number
}

/** Twice what the service allows: a busy one may be slow to say its first word. */
const PATIENCE_MS = 2 * PROOF_MS

/** Rejects with `not-running` when nobody answers, with `not-permitted` when the two don't know the same key. */
export async function connectControl({ path, key, patience = PATIENCE_MS }: Options): Promise<ControlLink> {
  const socket = await connect(path)
  const lines = createLineSocket(socket)
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  try {
    await shakeHands(socket, lines, key, patience)
  } catch (thrown) {
    socket.destroy()
    throw thrown
  }
  const { read, end, ...link } = createCalls(lines)
  lines.handle(LONGEST.response, read)
  socket.once('close', end)
  if (socket.destroyed) end()
  return { ...link, close: () => void socket.destroy(), closed }
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.on('error', error => {
      const forbidden = codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM'
      reject(
        forbidden
          ? new AppError('not-permitted', `${path} belongs to another user.`, { cause: error })
          : new AppError('not-running', `Perch is not running: nobody answers at ${path}.`, { cause: error }),
      )
    })
    socket.once('connect', () => resolve(socket))
  })
}

/** The service proves itself as well: whoever took its place learns nothing but one proof of no further use. */
function shakeHands(socket: Socket, lines: LineSocket, key: Buffer, patience: number): Promise<void> {
  const client = createNonce()
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => reject(new AppError('not-permitted', why))
    const late = setTimeout(() => reject(new AppError('not-running', 'Perch does not answer.')), patience)
    socket.once('close', () => {
      clearTimeout(late)
      refuse('The running Perch did not accept the key of this home.')
    })
    lines.handle(LONGEST.handshake, challenge => {
      const server = parseObject(challenge)?.['nonce']
      if (!isNonce(server)) return refuse('What answers at the control socket is not Perch.')
      lines.handle(LONGEST.handshake, welcome => {
        clearTimeout(late)
        if (proves(parseObject(welcome)?.['proof'], key, 'server', { server, client })) return resolve()
        return refuse('What answers at the control socket does not know the key of this home.')
      })
      return lines.send({ nonce: client, proof: proofOf(key, 'client', { server, client }) } satisfies Answer)
    })
  })
}
