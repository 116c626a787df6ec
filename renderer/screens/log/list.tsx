import { useCallback, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import type { KeyboardEvent, ReactElement, RefObject } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import type { LogEntry, LogStore } from './store.ts'

export type LogListProps = {
  readonly label: string
  readonly store: LogStore
  /** The key of the chosen row. */
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
  readonly onOpen: () => void
  /** True: the newest row stays in view. */
  readonly isFollowing: boolean
  readonly onFollow: (isFollowing: boolean) => void
  /** The reader is near the oldest row. */
  readonly onTop: () => void
  readonly row: (entry: LogEntry, isChosen: boolean) => ReactElement
}

/** The height of a row before it is measured, and how near an end counts as there, in pixels. */
const ROW = 28
const NEAR = 4
const TOP = 240

/** Only the rows in view are in the document, however many there are. Arrows move, Enter opens. */
export function LogList(props: LogListProps) {
  const { store, chosen, isFollowing, onFollow, onTop } = props
  const version = useSyncExternalStore(store.subscribe, store.version)
  const place = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const lastOffset = useRef(0)
  const index = chosen === undefined ? -1 : store.indexOf(chosen)

  // by the element itself: the list's own way takes several tries, which would fight with somebody who scrolls
  const toEnd = useCallback(() => {
    const { current } = place
    if (isFollowing && current) current.scrollTop = current.scrollHeight
  }, [isFollowing])
  useLayoutEffect(toEnd, [toEnd, store, version])
  useFilled(place, version, onTop)
  useKeptInView(place, chosen, isFollowing)

  const onScroll = useCallback(
    (offset: number) => {
      const handle = list.current
      if (!handle) return
      const isUp = offset < lastOffset.current - NEAR
      const isDown = offset > lastOffset.current
      const isEnd = offset + handle.viewportSize >= handle.scrollSize - NEAR
      lastOffset.current = offset
      if (isUp && !isEnd) onFollow(false)
      else if (isDown && isEnd) onFollow(true)
      if (offset < TOP) onTop()
    },
    [onFollow, onTop],
  )

  const move = (event: KeyboardEvent) => {
    const to = target(event.key, index, store.length, list.current)
    if (event.key === 'Enter' && index >= 0) props.onOpen()
    if (to === undefined) return
    event.preventDefault()
    const entry = store.at(to)
    if (!entry) return
    onFollow(false)
    props.onChoose(entry.key)
    list.current?.scrollToIndex(to, { align: 'nearest' })
  }

  return (
    <div
      ref={place}
      className="log-list"
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={index >= 0 ? rowId(chosen ?? '') : undefined}
      onKeyDown={move}
      onWheel={event => event.deltaY < 0 && onFollow(false)}
    >
      <Virtualizer
        ref={list}
        scrollRef={place}
        // the rows stay in the store: only their number goes through here
        data={{ length: store.length }}
        itemSize={ROW}
        shift={store.change === 'prepend'}
        keepMounted={index >= 0 ? [index] : []}
        onScroll={onScroll}
        onResize={toEnd}
      >
        {(_, at) => {
          const entry = store.at(at)
          return entry ? props.row(entry, entry.key === chosen) : <div key={at} />
        }}
      </Virtualizer>
    </div>
  )
}

/** Rows that don't fill the list can't be scrolled, so nobody would ever ask for older ones: they are asked for here. */
function useFilled(place: RefObject<HTMLElement | null>, version: number, onTop: () => void): void {
  useEffect(() => {
    const list = place.current
    if (!list) return undefined
    const ask = () => list.scrollHeight <= list.clientHeight && onTop()
    const watching = new ResizeObserver(ask) // tells once at the beginning, and whenever there is more room
    watching.observe(list)
    return () => watching.disconnect()
  }, [place, version, onTop])
}

/** The chosen row stays in view when a panel takes room; scrolling away from it stays possible. */
function useKeptInView(place: RefObject<HTMLElement | null>, chosen: string | undefined, isFollowing: boolean): void {
  useEffect(() => {
    const list = place.current
    if (!list || chosen === undefined || isFollowing) return undefined
    const show = () => document.getElementById(rowId(chosen))?.scrollIntoView({ block: 'nearest' })
    const watching = new ResizeObserver(show)
    watching.observe(list)
    return () => watching.disconnect()
  }, [place, chosen, isFollowing])
}

/** The ID of a row in the document. */
export const rowId = (key: string): string => `log-row-${key}`

/** Where a key leads from here, `undefined` when it is none of ours. */
function target(key: string, index: number, length: number, list: VirtualizerHandle | null): number | undefined {
  const page = Math.max(1, Math.floor((list?.viewportSize ?? ROW) / ROW) - 1)
  const from = index < 0 ? length : index
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: from - 1,
    ArrowDown: index < 0 ? length - 1 : from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: length - 1,
  }
  const wanted = steps[key]
  return wanted === undefined || length === 0 ? undefined : Math.min(length - 1, Math.max(0, wanted))
}
