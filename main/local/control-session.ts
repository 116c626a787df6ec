import type { Logger } from '../base/logger.ts'
import { asAppError } from '../contract/errors.ts'
import type { Link, Reply } from '../contract/rpc.ts'
import { parseRequest, type Request, type Response } from './control-wire.ts'
import type { LineSocket } from './line-socket.ts'

type Options = {
  readonly call: (name: string, input: unknown, signal: AbortSignal) => Promise<Reply>
  readonly watch?: Link['watch']
  readonly log: Logger
}

/** What one client asked for and what still runs for it. `end` stops all of that. */
export type Session = { readonly read: (line: string) => void; readonly end: () => void }

export function openSession(lines: LineSocket, { call, watch, log }: Options): Session {
  /** How to stop what runs under an ID. */
  const running = new Map<number, () => void>()
  const send = (response: Response) => lines.send(response)

  const answer = async (id: number, name: string, input: unknown) => {
    const controller = new AbortController()
    running.set(id, () => controller.abort())
    const reply = await replyTo(() => call(name, input, controller.signal))
    running.delete(id)
    sendReply(id, reply)
  }
  /** What a handler gave may not be data; then the client is told so, instead of nothing. */
  const sendReply = (id: number, reply: Reply) => {
    try {
      send({ id, reply })
    } catch (thrown) {
      log.error('an answer could not be written', { error: thrown })
      send({ id, reply: failed(thrown) })
    }
  }
  const follow = (id: number): void => {
    if (!watch) return lines.drop()
    const stop = watch(
      snapshot => send({ id, snapshot }),
      tick => send({ id, tick }),
    )
    running.set(id, stop)
  }
  const act = (request: Request) => {
    if ('cancel' in request) return stopOne(request.cancel)
    if (running.has(request.id)) return lines.drop()
    if ('watch' in request) return follow(request.id)
    return void answer(request.id, request.call, request.input)
  }
  const stopOne = (id: number) => {
    running.get(id)?.()
    running.delete(id)
  }
  return {
    read: line => {
      const request = parseRequest(line)
      if (request) return act(request)
      log.warn('a control connection spoke nonsense')
      return lines.drop()
    },
    end: () => {
      for (const id of running.keys()) stopOne(id)
    },
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
