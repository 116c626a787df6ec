import type { Agent, ClientRequest } from 'node:http'
import type { Duplex } from 'node:stream'

/** What `http.request` wants of an agent: the one method that every agent of Node has, but that its types keep back. */
export type RequestTaker = { addRequest(request: ClientRequest, options: object): void }

/**
 * Hands over the socket of a WebSocket upgrade, so that its end is seen at once and it can be asked for a sign of life.
 * The upgrade itself is left to the agent inside; `signal` ends one that hangs.
 */
export function upgradeAgent(inside: Agent, onSocket: (socket: Duplex) => void, signal: AbortSignal): RequestTaker {
  // Every agent takes requests this way (`_http_agent.js`, and agent-base, which builds on it).
  const taker = inside as unknown as RequestTaker
  return {
    addRequest(request, options) {
      const end = (): void => void request.destroy()
      signal.addEventListener('abort', end, { once: true })
      request.once('close', () => signal.removeEventListener('abort', end))
      request.once('upgrade', (_answer, socket) => {
        holdFirstFrames(socket)
        onSocket(socket)
      })
      taker.addRequest(request, { ...options, secureEndpoint: request.protocol === 'https:' })
    },
  }
}

/**
 * A frame that comes in the same segment as the upgrade's answer would be lost: the SDK starts to listen a few
 * microtasks after the upgrade (WSClient.communicate, 1.74). So nothing is read before that.
 */
function holdFirstFrames(socket: Duplex): void {
  socket.pause()
  setImmediate(() => socket.resume())
}
