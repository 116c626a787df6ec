import { useEffect, useState } from 'react'
import { useRoute } from '../../route.ts'
import type { LogEntry, LogStore } from './store.ts'

type Chosen = readonly [LogEntry | undefined, (entry: LogEntry | undefined) => void]

/**
 * The row whose details are open, as long as the list holds it: another filter may put it away. Whoever comes for one
 * message (`#/log/om_…`) finds the newest row about it open.
 */
export function useChosen(store: LogStore): Chosen {
  const [chosen, setChosen] = useState<LogEntry>()
  const [wanted = ''] = useRoute().rest
  useEffect(
    () =>
      store.subscribe(() => {
        if (store.change === 'reset') setChosen(last => last && store.same(last))
      }),
    [store],
  )
  useEffect(() => {
    if (!wanted.startsWith('om_')) return undefined
    const look = () => {
      const found = store.about(wanted)
      if (!found) return
      leave()
      setChosen(found)
    }
    const leave = store.subscribe(look)
    look()
    return leave
  }, [store, wanted])
  return [chosen, setChosen]
}
