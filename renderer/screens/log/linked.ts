import { useEffect, useState } from 'react'
import type { LogFilter } from '../../../main/contract/views.ts'
import { useRoute } from '../../route.ts'

/** The filter, which begins with what the address asks for: `#/log/oc_…` is a chat, `#/log/om_…` or a word a text. */
export function useLinkedFilter(): [LogFilter, (filter: LogFilter) => void] {
  const [wanted = ''] = useRoute().rest
  const [filter, setFilter] = useState<LogFilter>(() => linkedFilter(wanted))
  useEffect(() => {
    if (wanted !== '') setFilter(linkedFilter(wanted))
  }, [wanted])
  return [filter, setFilter]
}

export const linkedFilter = (wanted: string): LogFilter => {
  if (wanted === '') return {}
  return wanted.startsWith('oc_') ? { chatId: wanted } : { text: wanted.slice(0, 200) }
}
