import { useCallback, useEffect, useRef, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import type { Link } from '../../../main/contract/rpc.ts'
import type { LogFilter } from '../../../main/contract/views.ts'
import { usePortStatus, useServices } from '../../hooks.ts'
import { follow, pause, type Place } from './feed.ts'
import { soonest } from './frames.ts'
import { LogStore, type Schedule } from './store.ts'

const atNextFrame: Schedule = flush => soonest(flush, window)

/** Rows of one look further back. */
const OLDER = 500
/** While the field is typed into, the service is not asked for each letter (milliseconds). */
const TYPING = 200

export type Log = {
  readonly store: LogStore
  readonly failure: AppError | undefined
  /** True until the first answer to this filter. */
  readonly isReading: boolean
  readonly isReadingOlder: boolean
  readonly readOlder: () => void
  readonly olderFailure: AppError | undefined
}

/** The log as it comes, as long as the screen can be seen and is not paused. */
export function useLog(filter: LogFilter, isPaused: boolean): Log {
  const { link } = useServices()
  const isOpen = usePortStatus().state === 'open'
  const isVisible = useVisible()
  const [store] = useState(() => new LogStore(atNextFrame))
  const [failure, setFailure] = useState<AppError>()
  const [isReading, setIsReading] = useState(true)
  const place = useRef({ after: 0, filter })
  const older = useOlder(store, filter)

  useEffect(() => {
    if (place.current.filter === filter) return
    place.current = { after: 0, filter }
    store.restart(filter)
  }, [store, filter])

  useEffect(() => {
    if (isPaused || !isVisible || !isOpen) return undefined
    const read = async (reading: Promise<Place>) => {
      const end = await reading
      if (end.filter === place.current.filter) place.current = end
    }
    const stopping = new AbortController()
    const { signal } = stopping
    const started = setTimeout(
      () => {
        const ports = { link, store, sleep: pause, onFailure: setFailure }
        void read(follow(ports, place.current, signal))
      },
      place.current.after === 0 && filter.text ? TYPING : 0,
    )
    return () => {
      clearTimeout(started)
      stopping.abort()
    }
  }, [link, store, filter, isPaused, isVisible, isOpen])

  useEffect(() => store.subscribe(() => setIsReading(!store.isKnown)), [store])
  return { store, failure, isReading, ...older }
}

/** Rows younger than this are in the live log, so a look into the past of an empty list leaves them out (milliseconds). */
const LIVE = 2000

/** The next older page that holds something: a filter may pass over whole files. */
async function olderPage(link: Pick<Link, 'call'>, before: number, filter: LogFilter, signal: AbortSignal) {
  let page = await link.call('log.history', { before, limit: OLDER, filter }, signal)
  while (page.rows.length === 0 && page.next > 0 && !signal.aborted)
    page = await link.call('log.history', { before: page.next, limit: OLDER, filter }, signal)
  return page
}

/** Reads further back, one page at a time, until there is nothing older. */
function useOlder(store: LogStore, filter: LogFilter) {
  const { link } = useServices()
  const [isReadingOlder, setIsReadingOlder] = useState(false)
  const [failure, setFailure] = useState<AppError>()
  const next = useRef<number>(undefined)
  const stopping = useRef<AbortController>(undefined)
  useEffect(() => {
    next.current = undefined
    return () => stopping.current?.abort()
  }, [filter])
  const readOlder = useCallback(() => {
    if (!store.isKnown) return
    const before = next.current ?? store.oldest() ?? Date.now() - LIVE
    if (before === 0 || stopping.current?.signal.aborted === false) return
    const mine = new AbortController()
    stopping.current = mine
    setIsReadingOlder(true)
    const read = async () => {
      try {
        const page = await olderPage(link, before, filter, mine.signal)
        if (mine.signal.aborted) return
        next.current = page.next
        store.prepend(page)
        setFailure(undefined)
      } catch (thrown) {
        if (!mine.signal.aborted) setFailure(asAppError(thrown))
      } finally {
        if (stopping.current === mine) setIsReadingOlder(false)
        mine.abort() // over: the next one may begin
      }
    }
    void read()
  }, [link, store, filter])
  return { isReadingOlder, readOlder, olderFailure: failure }
}

/** False while nobody can see the window. */
export function useVisible(): boolean {
  const [isVisible, setIsVisible] = useState(!document.hidden)
  useEffect(() => {
    const renew = () => setIsVisible(!document.hidden)
    document.addEventListener('visibilitychange', renew)
    return () => document.removeEventListener('visibilitychange', renew)
  }, [])
  return isVisible
}
