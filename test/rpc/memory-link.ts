import { AppError, fromWire } from '../../main/contract/errors.ts'
import type { Input, Method, Output } from '../../main/contract/calls.ts'
import type { Link } from '../../main/contract/rpc.ts'
import { dispatch, type Report } from '../../main/rpc/dispatch.ts'
import type { Handlers } from '../../main/rpc/handlers.ts'
import type { Hub } from '../../main/rpc/hub.ts'

/** A link without a wire, for tests: what passes is copied, as every wire does. */
export function memoryLink(
  handlers: Handlers,
  hub: Hub,
  report: Report = () => undefined,
): { readonly link: Link; readonly close: () => void } {
  const watching = new Set<() => void>()
  const link: Link = {
    call: async <M extends Method>(method: M, input: Input<M>, signal = new AbortController().signal) => {
      if (signal.aborted) throw new AppError('cancelled', 'The call was cancelled.')
      const reply = await orAborted(dispatch(handlers, method, structuredClone(input), signal, report), signal)
      if (!reply.ok) throw fromWire(reply.error)
      // the handler of this very method has made it
      return structuredClone(reply.value) as Output<M>
    },
    watch: (onSnapshot, onTick) => {
      const stop = hub.watch(
        snapshot => onSnapshot(structuredClone(snapshot)),
        tick => onTick(structuredClone(tick)),
      )
      watching.add(stop)
      return stop
    },
  }
  return { link, close: () => watching.forEach(stop => stop()) }
}

/** Who cancels does not wait for a handler that does not listen. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new AppError('cancelled', 'The call was cancelled.'))
    signal.addEventListener('abort', abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
