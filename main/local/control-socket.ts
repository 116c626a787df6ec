import { createServer, type Socket } from 'node:net'
import type { Logger } from '../base/logger.ts'
import type { Link, Reply } from '../contract/rpc.ts'
import { createNonce, isNonce, proofOf, proves } from './control-proof.ts'
import { openSession } from './control-session.ts'
import { LONGEST, parseObject, PROOF_MS, type Challenge, type Welcome } from './control-wire.ts'
import { createLineSocket, type LineSocket } from './line-socket.ts'
import { listenAlone } from './listen-alone.ts'
import { prepareSocketFolder } from './places.ts'

export type ControlOptions = {
  /** As `controlPath` gives it. */
  readonly path: string
  readonly key: Buffer
  /** A failure is a reply; one that is thrown becomes one. */
  readonly call: (name: string, input: unknown, signal: AbortSignal) => Promise<Reply>
  /** Without it, who wants to watch is sent away. */
  readonly watch?: Link['watch']
  readonly log: Logger
  /** How long a peer may take to prove the key, in milliseconds. */
  readonly patience?: number
}

/** More peers than this are refused; the command line needs one. */
const MOST_PEERS = 64

/** Lets the command line of this user in, once both have proved the key. Throws `home-in-use` or `home-refused`. */
export async function serveControl(options: ControlOptions): Promise<{ close(): Promise<void> }> {
  await prepareSocketFolder(options.path)
  const peers = new Set<Socket>()
  const server = createServer(socket => {
    peers.add(socket)
    socket.once('close', () => peers.delete(socket))
    socket.on('error', error => options.log.debug('a control connection broke', { code: codeOfError(error) }))
    greet(socket, options)
  })
  server.maxConnections = MOST_PEERS
  await listenAlone(server, options.path)
  server.on('error', error => options.log.warn('the control socket had to refuse', { code: codeOfError(error) }))
  return {
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const peer of peers) peer.destroy()
      }),
  }
}

function greet(socket: Socket, options: ControlOptions): void {
  const lines = createLineSocket(socket)
  const nonce = createNonce()
  const late = setTimeout(() => lines.drop(), options.patience ?? PROOF_MS)
  socket.once('close', () => clearTimeout(late))
  lines.handle(LONGEST.handshake, line => {
    clearTimeout(late)
    admit(line, nonce, lines, socket, options)
  })
  lines.send({ perch: 1, nonce } satisfies Challenge)
}

function admit(line: string, server: string, lines: LineSocket, socket: Socket, options: ControlOptions): void {
  const answer = parseObject(line)
  const client = answer?.['nonce']
  if (!isNonce(client) || !proves(answer?.['proof'], options.key, 'client', { server, client })) {
    options.log.warn('a program without the key of this home knocked at the control socket')
    return lines.drop()
  }
  lines.send({ proof: proofOf(options.key, 'server', { server, client }) } satisfies Welcome)
  const session = openSession(lines, options)
  lines.handle(LONGEST.request, session.read)
  socket.once('close', session.end)
}

const codeOfError = (error: Error): string => ('code' in error ? String(error.code) : error.name)
