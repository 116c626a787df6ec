import { useCallback, useEffect, useRef, useState } from 'react'
import type { TriedView } from '../../../main/contract/setup.ts'
import { asAppError, type AppError, type ErrorCode } from '../../../main/contract/errors.ts'
import { useServices } from '../../hooks.ts'

/** A pair on its way to the service. It lives in calls and in one ref: never in React's state, the DOM or a storage. */
export type Pair = { readonly appId: string; readonly appSecret: string }

export type PastePhase = 'idle' | 'trying' | 'saving'
export type Refused = Extract<TriedView, { ok: false }>

export type Paste = {
  readonly phase: PastePhase
  readonly refused: Refused | undefined
  /** The platform took the pair, but it could not be saved. */
  readonly failure: AppError | undefined
  /** Tries the pair, and saves and connects it when it works. */
  readonly connect: (pair: Pair, account: string, domain: string | undefined) => void
  /** The same pair once more, where another try can help; absent where it can't. */
  readonly again: ((domain?: string) => void) | undefined
  readonly forget: () => void
}

/** What another try, or another platform, may change. A refused secret is dropped at once. */
const passing: readonly ErrorCode[] = [
  'lark-wrong-domain',
  'lark-unreachable',
  'lark-proxy',
  'lark-certificate',
  'lark-busy',
  'lark-rate-limited',
  'lark-answer-invalid',
]

export function usePaste(onConnected: (account: string) => void): Paste {
  const { link } = useServices()
  const [phase, setPhase] = useState<PastePhase>('idle')
  const [refused, setRefused] = useState<Refused>()
  const [failure, setFailure] = useState<AppError>()
  const held = useRef<{ pair: Pair; account: string; domain: string | undefined }>(undefined)
  const [canRepeat, setCanRepeat] = useState(false)
  useEffect(() => () => void (held.current = undefined), [])

  const hold = useCallback((what: typeof held.current) => {
    held.current = what
    setCanRepeat(what !== undefined)
  }, [])
  const connect = useCallback(
    async (pair: Pair, account: string, domain: string | undefined) => {
      setRefused(undefined)
      setFailure(undefined)
      setPhase('trying')
      hold(undefined)
      try {
        const tried = await link.call('setup.try', { ...pair, ...(domain !== undefined && { domain }) })
        if (!tried.ok) {
          setRefused(tried)
          return hold(passing.includes(tried.code) ? { pair, account, domain } : undefined)
        }
        setPhase('saving')
        await link.call('setup.connect', { account, ...pair, domain: tried.domain })
        onConnected(account)
      } catch (thrown) {
        setFailure(asAppError(thrown))
        hold({ pair, account, domain })
      } finally {
        setPhase('idle')
      }
    },
    [link, hold, onConnected],
  )
  const again = useCallback(
    (other?: string) => {
      const last = held.current
      if (last) void connect(last.pair, last.account, other ?? last.domain)
    },
    [connect],
  )
  const forget = useCallback(() => {
    hold(undefined)
    setRefused(undefined)
    setFailure(undefined)
  }, [hold])
  return {
    phase,
    refused,
    failure,
    connect: (pair, account, domain) => void connect(pair, account, domain),
    again: canRepeat ? again : undefined,
    forget,
  }
}
