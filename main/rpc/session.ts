import type { Logger } from '../base/logger.ts'
import { AppError, asAppError } from '../contract/errors.ts'
import type { Link, Reply } from '../contract/rpc.ts'
import { MOST_CALLS, parseRequest, type Response } from './wire.ts'

export type SessionOptions = {
  /** A failure is a reply; one that is thrown becomes one. */
  readonly call: (name: string, input: unknown, signal: AbortSignal) => Promise<Reply>
  readonly watch: Link['watch']
  /** Hands one message to the window. Not called any more after `close`. */
  readonly send: (text: string) => void
  /** The window spoke nonsense: its connection should end. The session has closed itself already. */
  readonly drop?: () => void
  readonly log: Logger
}

/** One window: what it asks, what runs for it, and whether it watches. */
export type Session = {
  /** One message of the window. Never throws. */
  readonly receive: (text: string) => void
  /** Stops all that runs for this window. May be called twice. */
  readonly close: () => void
}

/** The service's half of a window's connection, over whatever carries text: Electron IPC or a WebSocket. */
export function serveSession({ call, watch, send, drop, log }: SessionOptions): Session {
  const running = new Map<number, AbortController>()
  let unwatch: (() => void) | undefined
  let closed = false

  const tell = (response: Response) => {
    if (!closed) send(JSON.stringify(response))
  }
  const close = () => {
    closed = true
    unwatch?.()
    for (const controller of running.values()) controller.abort()
  }
  const refuse = () => {
    log.warn('a window spoke nonsense')
    close()
    drop?.()
  }
  const answer = async (id: number, name: string, input: unknown) => {
    const controller = new AbortController()
    running.set(id, controller)
    const reply = await replyTo(() => call(name, input, controller.signal))
    running.delete(id)
    tellReply(id, reply)
  }
  /** What a handler gave may not be data; then the window is told so, instead of nothing. */
  const tellReply = (id: number, reply: Reply) => {
    try {
      tell({ id, ...reply })
    } catch (thrown) {
      log.error('an answer could not be written', { error: thrown })
      tell({ id, ...failed(thrown) })
    }
  }
  const start = (id: number, name: string, input: unknown): void => {
    if (running.has(id)) return refuse()
    if (running.size >= MOST_CALLS) return tellReply(id, failed(tooMany()))
    return void answer(id, name, input)
  }
  /** Watching again begins with a new snapshot, which is how a window mends a gap. */
  const follow = (wanted: boolean) => {
    unwatch?.()
    unwatch = wanted
      ? watch(
          snapshot => tell({ snapshot }),
          tick => tell({ tick }),
        )
      : undefined
  }
  return {
    receive: text => {
      if (closed) return undefined
      const request = parseRequest(text)
      if (!request) return refuse()
      if ('watch' in request) return follow(request.watch)
      if ('cancel' in request) return running.get(request.id)?.abort()
      return start(request.id, request.call, request.input)
    },
    close,
  }
}

async function replyTo(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work()
  } catch (thrown) {
    return failed(thrown)
  }
}

const failed = (thrown: unknown): Reply => ({ ok: false, error: asAppError(thrown).toWire() })
const tooMany = () => new AppError('bad-request', `More than ${MOST_CALLS} calls at once.`)
