import type { Input, Method, Output } from '../main/contract/calls.ts'
import { fromWire } from '../main/contract/errors.ts'
import type { Link, Reply, Snapshot, Tick } from '../main/contract/rpc.ts'
import { decode, encode, isTooLong, type Incoming, type Outgoing } from './wire-messages.ts'
import type { WirePort } from './wire-port.ts'

type Settle = (reply: Reply) => void
/** `begun` once it has its snapshot: until then, ticks on the wire belong to a watcher before it. */
type Watcher = {
  readonly onSnapshot: (snapshot: Snapshot) => void
  readonly onTick: (tick: Tick) => void
  begun: boolean
}

/** A link over any port. `close` ends it for good. */
export type WireLink = Link & { readonly close: () => void }

const unreachable: Reply = {
  ok: false,
  error: { code: 'not-running', message: 'Perch can not be reached from this window.', hint: '' },
}
const cancelled: Reply = { ok: false, error: { code: 'cancelled', message: 'The call was cancelled.', hint: '' } }
const tooLong: Reply = {
  ok: false,
  error: { code: 'bad-request', message: 'This is more than one call can carry.', hint: '' },
}

/** Calls get their answers by number; after a reconnect every watcher starts over with a snapshot. */
export function createWireLink(port: WirePort): WireLink {
  const waiting = new Map<number, Settle>()
  const watchers = new Set<Watcher>()
  let [lastId, isOpen] = [0, false]

  const send = (message: Outgoing) => port.send(encode(message))
  const settle = (id: number, reply: Reply) => {
    waiting.get(id)?.(reply)
    waiting.delete(id)
  }
  const take = (message: Incoming) => {
    if (message.type === 'reply') settle(message.id, message)
    else if (message.type === 'snapshot') for (const watcher of watchers) begin(watcher, message.snapshot)
    else for (const watcher of watchers) if (watcher.begun) watcher.onTick(message.tick)
  }
  const close = port.open({
    text: text => {
      const message = decode(text)
      if (message) take(message)
    },
    opened: () => {
      isOpen = true
      if (watchers.size > 0) send({ watch: true })
    },
    closed: () => {
      isOpen = false
      for (const id of waiting.keys()) settle(id, unreachable)
    },
  })

  const ask = (method: Method, input: Input<Method>, signal?: AbortSignal): Promise<Reply> => {
    if (signal?.aborted) return Promise.resolve(cancelled)
    if (!isOpen) return Promise.resolve(unreachable)
    const id = ++lastId
    const text = encode({ id, call: method, input })
    if (isTooLong(text)) return Promise.resolve(tooLong)
    return new Promise<Reply>(resolve => {
      const stop = () => {
        if (isOpen) send({ id, cancel: true })
        settle(id, cancelled)
      }
      signal?.addEventListener('abort', stop, { once: true })
      waiting.set(id, reply => {
        signal?.removeEventListener('abort', stop)
        resolve(reply)
      })
      port.send(text)
    })
  }

  return {
    call: async <M extends Method>(method: M, input: Input<M>, signal?: AbortSignal): Promise<Output<M>> => {
      const reply = await ask(method, input, signal)
      if (!reply.ok) throw fromWire(reply.error)
      return reply.value as Output<M> // the service answers with what the contract promises for this call
    },
    watch: (onSnapshot, onTick) => {
      const watcher: Watcher = { onSnapshot, onTick, begun: false }
      watchers.add(watcher)
      if (isOpen) send({ watch: true })
      return () => {
        if (!watchers.delete(watcher) || watchers.size > 0 || !isOpen) return
        send({ watch: false })
      }
    },
    close,
  }
}

function begin(watcher: Watcher, snapshot: Snapshot): void {
  watcher.begun = true
  watcher.onSnapshot(snapshot)
}
