import { useCallback, useEffect, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import { useApp, usePortStatus, useServices } from '../../hooks.ts'
import { nothing, PAGE, withNewest, withOlder, type Known } from './pages.ts'

export type Transcript = {
  /** `undefined` until the first answer. */
  readonly known: Known | undefined
  readonly failure: AppError | undefined
  readonly isBusy: boolean
  readonly readOlder: () => void
  readonly again: () => void
}

/** A conversation page by page; its newest page is read again whenever something happens in its chat. */
export function useTranscript(session: string, chatId: string): Transcript {
  const { link } = useServices()
  const isOpen = usePortStatus().state === 'open'
  const [known, setKnown] = useState<Known>()
  const [failure, setFailure] = useState<AppError>()
  const [isBusy, setIsBusy] = useState(false)
  const [round, setRound] = useState(0)
  const change = useApp(
    state => state.recent.findLast(fate => fate.chatId === chatId)?.at ?? 0, // also the end of a turn is a fate
  )

  const read = useCallback(
    (before: number | undefined, signal: AbortSignal) => {
      setIsBusy(true)
      const join = before === undefined ? withNewest : withOlder
      return link
        .call('conversations.read', { session, limit: PAGE, ...(before !== undefined && { before }) }, signal)
        .then(
          page => {
            if (signal.aborted) return undefined
            setKnown(last => join(last ?? nothing, page))
            return setFailure(undefined)
          },
          (thrown: unknown) => !signal.aborted && setFailure(asAppError(thrown)),
        )
        .finally(() => !signal.aborted && setIsBusy(false))
    },
    [link, session],
  )

  useEffect(() => {
    if (!isOpen) return undefined
    const stopping = new AbortController()
    void read(undefined, stopping.signal)
    return () => stopping.abort()
  }, [read, change, round, isOpen])

  const oldest = known?.items[0]?.id
  const readOlder = useCallback(() => {
    if (oldest !== undefined) void read(oldest, new AbortController().signal)
  }, [read, oldest])
  return { known, failure, isBusy, readOlder, again: useCallback(() => setRound(count => count + 1), []) }
}
