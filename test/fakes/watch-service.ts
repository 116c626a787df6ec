import { reduce } from '../../main/contract/reduce.ts'
import { initialState, type AppState, type ConnectionStatus } from '../../main/contract/state.ts'
import { connectControl } from '../../main/local/control-client.ts'
import { readControlKey } from '../../main/local/control-key.ts'
import { controlPath } from '../../main/local/places.ts'

/** What the service itself says, beside the windows: its state, and each connection status in order. */
export async function watchService(home: string) {
  const link = await connectControl({ path: controlPath(home), key: await readControlKey(home) })
  let state: AppState = initialState
  const statuses: ConnectionStatus[] = []
  link.watch(
    snapshot => (state = snapshot.state),
    ({ fact }) => {
      state = reduce(state, fact)
      if (fact.type === 'connection-changed') statuses.push(fact.status)
    },
  )
  return { link, statuses, state: () => state, close: link.close }
}
