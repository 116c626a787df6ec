import type { AppState } from '../contract/state.ts'
import type { Hub } from '../rpc/hub.ts'

/** Calls `listener` with the state now, and some time after it changed: many facts at once are one change. */
export function followState(hub: Hub, listener: (state: AppState) => void, delay: number): () => void {
  let timer: NodeJS.Timeout | undefined
  const tell = () => {
    timer = undefined
    listener(hub.state())
  }
  const unwatch = hub.watch(
    ({ state }) => listener(state),
    () => (timer ??= setTimeout(tell, delay)),
  )
  return () => {
    clearTimeout(timer)
    unwatch()
  }
}
