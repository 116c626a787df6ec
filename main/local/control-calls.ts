import { methods, type Input, type Method, type Output } from '../contract/calls.ts'
import { AppError, fromWire } from '../contract/errors.ts'
import type { Link, Reply, Snapshot, Tick } from '../contract/rpc.ts'
import { parseResponse, type Request } from './control-wire.ts'
import type { LineSocket } from './line-socket.ts'

type Waiting = { readonly resolve: (reply: Reply) => void; readonly reject: (error: AppError) => void }
type Watching = { readonly onSnapshot: (snapshot: Snapshot) => void; readonly onTick: (tick: Tick) => void }

/** The client's half of a connection that both ends have proved: what was asked, and who waits for it. */
export type Calls = Link & { readonly read: (line: string) => void; readonly end: () => void }

export function createCalls(lines: LineSocket): Calls {
  const waiting = new Map<number, Waiting>()
  const watching = new Map<number, Watching>()
  let [lastId, ended] = [0, false]
  const send = (request: Request) => lines.send(request)

  const ask = (call: Method, input: unknown, signal: AbortSignal | undefined): Promise<Reply> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(gone())
      if (signal?.aborted) return reject(cancelled())
      const id = ++lastId
      const settle = () => {
        waiting.delete(id)
        signal?.removeEventListener('abort', abort)
      }
      const abort = () => {
        settle()
        send({ cancel: id })
        reject(cancelled())
      }
      signal?.addEventListener('abort', abort, { once: true })
      waiting.set(id, {
        resolve: reply => resolve((settle(), reply)),
        reject: error => reject((settle(), error)),
      })
      return send({ id, call, input })
    })

  return {
    call: async <M extends Method>(method: M, input: Input<M>, signal?: AbortSignal) => {
      const reply = await ask(method, input, signal)
      if (!reply.ok) throw fromWire(reply.error)
      return parsed(method, reply.value)
    },
    watch: (onSnapshot, onTick) => {
      const id = ++lastId
      watching.set(id, { onSnapshot, onTick })
      send({ id, watch: true })
      return () => {
        if (watching.delete(id)) send({ cancel: id })
      }
    },
    read: line => {
      const response = parseResponse(line)
      if (!response) return lines.drop()
      if ('reply' in response) return waiting.get(response.id)?.resolve(response.reply)
      const watcher = watching.get(response.id)
      return 'snapshot' in response ? watcher?.onSnapshot(response.snapshot) : watcher?.onTick(response.tick)
    },
    end: () => {
      ended = true
      watching.clear()
      for (const each of waiting.values()) each.reject(gone())
    },
  }
}

/** A service of another version may answer in another form. */
function parsed<M extends Method>(method: M, value: unknown): Output<M> {
  const result = methods[method].output.safeParse(value)
  if (!result.success) throw new AppError('internal', `The running Perch answers ${method} in another form.`)
  return result.data as Output<M> // parsed by the schema that this type is made of
}

const gone = () => new AppError('not-running', 'Perch stopped before it answered.')
const cancelled = () => new AppError('cancelled', 'The call was cancelled.')
