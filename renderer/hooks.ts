import type { i18n } from 'i18next'
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Input, Method, Output } from '../main/contract/calls.ts'
import { asAppError, type AppError } from '../main/contract/errors.ts'
import type { Link } from '../main/contract/rpc.ts'
import type { AppState } from '../main/contract/state.ts'
import type { Mirror } from './mirror.ts'
import type { PortStatus, StatusStore } from './wire-port.ts'
import type { Dictionary, Entries } from './words/define.ts'
import { speak, type Say, type ScreenLanguage } from './words/translator.ts'

/** Everything a screen needs from outside. */
export type Services = {
  readonly link: Link
  readonly mirror: Mirror
  readonly status: StatusStore
  readonly translator: i18n
}
export const ServicesContext = createContext<Services | undefined>(undefined)

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('Render inside <ServicesContext>')
  return services
}

/** Re-renders only when the chosen slice changes. `select` picks a slice; it never builds one. */
export function useApp<T>(select: (state: AppState) => T): T {
  const { mirror } = useServices()
  return useSyncExternalStore(mirror.subscribe, () => select(mirror.get()))
}

/** False until the service's state has arrived for the first time. */
export function useIsFilled(): boolean {
  const { mirror } = useServices()
  return useSyncExternalStore(mirror.subscribe, mirror.isFilled)
}

/** How the way to the service is. */
export function usePortStatus(): PortStatus {
  const { status } = useServices()
  return useSyncExternalStore(status.subscribe, status.get)
}

/** The reader's language: what the configuration says, else the browser's first that we know. */
export function useLanguage(): ScreenLanguage {
  const chosen = useApp(state => state.language)
  return chosen === 'auto' ? preferred(navigator.languages) : chosen
}

const preferred = (languages: readonly string[]): ScreenLanguage =>
  languages
    .find(language => /^(en|zh)\b/i.test(language))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh-CN'
    : 'en'

/** The words of one screen, in the reader's language. */
export function useWords<E extends Entries>(dictionary: Dictionary<E>): Say<E> {
  const { translator } = useServices()
  const language = useLanguage()
  return useMemo(() => speak(translator, dictionary, language), [translator, dictionary, language])
}

/** One call to the service, with the two things every button needs: busy and failure. */
export type Call<M extends Method> = {
  /** What it answered, or `undefined` after a failure, which then stands in `failure`. */
  readonly call: (input: Input<M>) => Promise<{ readonly value: Output<M> } | undefined>
  readonly busy: boolean
  readonly failure: AppError | undefined
  /** Takes the failure away: it was read. */
  readonly clear: () => void
}

export function useCall<M extends Method>(method: M): Call<M> {
  const { link } = useServices()
  const [running, setRunning] = useState(0)
  const [failure, setFailure] = useState<AppError>()
  const call = useCallback(
    async (input: Input<M>) => {
      setRunning(count => count + 1)
      setFailure(undefined)
      try {
        return { value: await link.call(method, input) }
      } catch (thrown) {
        setFailure(asAppError(thrown))
        return undefined
      } finally {
        setRunning(count => count - 1)
      }
    },
    [link, method],
  )
  const clear = useCallback(() => setFailure(undefined), [])
  return { call, busy: running > 0, failure, clear }
}

/** What a call answers, read again whenever `input` or `revision` changes; the earlier answer stays until then. */
export type Reading<M extends Method> = {
  readonly value: Output<M> | undefined
  readonly failure: AppError | undefined
  readonly busy: boolean
  readonly again: () => void
}

export function useRead<M extends Method>(
  method: M,
  input: Input<M>,
  revision: unknown = 0,
  isWanted = true,
): Reading<M> {
  const { link } = useServices()
  const [round, setRound] = useState(0)
  const [result, setResult] = useState<{ value?: Output<M>; failure?: AppError }>({})
  const [busy, setBusy] = useState(true)
  const asked = useRef(input)
  asked.current = input
  const key = JSON.stringify(input)
  const isOpen = usePortStatus().state === 'open'
  useEffect(() => {
    if (!isOpen || !isWanted) return undefined // read as soon as there is somebody to ask, and something to ask for
    const stopping = new AbortController()
    setBusy(true)
    link
      .call(method, asked.current, stopping.signal)
      .then(
        value => !stopping.signal.aborted && setResult({ value }),
        (thrown: unknown) => !stopping.signal.aborted && setResult(last => ({ ...last, failure: asAppError(thrown) })),
      )
      .finally(() => !stopping.signal.aborted && setBusy(false))
    return () => stopping.abort()
  }, [link, method, key, revision, round, isOpen, isWanted])
  const again = useCallback(() => setRound(count => count + 1), [])
  return { value: result.value, failure: result.failure, busy, again }
}

/** The present, in milliseconds, renewed so often; it stands still while the window is hidden. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const renew = () => {
      if (!document.hidden) setNow(Date.now())
    }
    const timer = setInterval(renew, every)
    document.addEventListener('visibilitychange', renew)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', renew)
    }
  }, [every])
  return now
}
