import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import { modelHost } from '../../../main/contract/model-providers.ts'
import type { ModelList, ModelPlace, ModelVerdict, ProviderView } from '../../../main/contract/models.ts'
import { useApp, useLanguage, useRead, useServices } from '../../hooks.ts'
import { draftOf, isUnanswered, lackOf, placeOf, type Draft, type Lack } from './model-draft.ts'
import { useKey, type HeldKey } from './use-key.ts'

export type Listing = {
  readonly busy: boolean
  readonly list: ModelList | undefined
  readonly failure: AppError | undefined
}

export type Trial = {
  readonly id: string
  readonly startedAt: number
  readonly busy: boolean
  readonly verdict: ModelVerdict | undefined
  readonly failure: AppError | undefined
}

export type ModelDesk = {
  readonly providers: readonly ProviderView[]
  readonly provider: ProviderView
  readonly draft: Draft
  readonly change: (draft: Draft) => void
  readonly key: HeldKey
  /** The host for which a key is stored already, when the draft asks just that host. */
  readonly storedHost: string | undefined
  readonly lack: Lack | undefined
  readonly listing: Listing
  readonly readList: () => void
  readonly trial: Trial | undefined
  readonly test: () => void
  readonly stopTest: () => void
  readonly save: () => Promise<boolean>
  /** `isUnknown`: the answer got lost, so that it may have been saved or not. */
  readonly saving: { readonly busy: boolean; readonly failure: AppError | undefined; readonly isUnknown: boolean }
}

/** The desk on which a model is chosen and tried; only `save` changes anything. */
export function useModel(): { readonly desk: ModelDesk | undefined; readonly failure: AppError | undefined } {
  const revision = useApp(state => state.configRevision)
  const providers = useRead('models.providers', {})
  const settings = useRead('settings.list', {}, revision)
  const secrets = useRead('secret.list', {}, revision)
  const [own, setOwn] = useState<Draft>()
  const key = useKey()
  const known = providers.value
  const set = settings.value
  const draft = useMemo(() => own ?? (known && set && draftOf(set, known)), [own, known, set])
  const provider = known?.find(({ id }) => id === draft?.provider)
  const host = draft && modelHost(draft.provider, draft.apiBase)
  const isStored = secrets.value?.some(secret => secret.name === 'llm.apiKey' && secret.host === host) ?? false
  const place = usePlace(draft, key)
  const hasKey = key.isHeld || isStored || (draft?.variable ?? '') !== ''
  const lack = draft && provider && lackOf(draft, provider, hasKey)
  const isAskable = draft !== undefined && (lack === undefined || lack === 'needModel')
  const { listing, readList } = useListing(place, isAskable, `${host} ${draft?.variable} ${key.revision} ${isStored}`)
  const trying = useTrial(place, draft?.model ?? '')
  const saving = useSaving(place, draft?.model ?? '', key.drop, () => {
    settings.again()
    secrets.again()
  })

  if (!known || !provider || !draft || !set) return { desk: undefined, failure: providers.failure ?? settings.failure }
  return {
    failure: undefined,
    desk: {
      providers: known,
      provider,
      draft,
      change: next => {
        trying.stopTest() // what was said about another choice says nothing about this one
        setOwn(next)
      },
      key,
      storedHost: isStored ? host : undefined,
      lack,
      listing,
      readList,
      ...trying,
      ...saving,
    },
  }
}

/** Whom to ask with which key, made at the moment of asking, so that no key is kept for it. */
function usePlace(draft: Draft | undefined, key: HeldKey): () => ModelPlace | undefined {
  const now = useRef({ draft, key })
  now.current = { draft, key }
  return useCallback(() => {
    const { draft, key } = now.current
    return draft && placeOf(draft, key.read())
  }, [])
}

/** The provider's list, read again whenever whom to ask has changed. */
function useListing(place: () => ModelPlace | undefined, isAskable: boolean, who: string) {
  const { link } = useServices()
  const [listing, setListing] = useState<Listing>({ busy: false, list: undefined, failure: undefined })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const asked = place()
    setListing({ busy: isAskable, list: undefined, failure: undefined })
    if (!isAskable || !asked) return undefined
    const stopping = new AbortController()
    link.call('models.list', asked, stopping.signal).then(
      list => !stopping.signal.aborted && setListing({ busy: false, list, failure: undefined }),
      (thrown: unknown) =>
        !stopping.signal.aborted && setListing({ busy: false, list: undefined, failure: asAppError(thrown) }),
    )
    return () => stopping.abort()
  }, [link, place, isAskable, who, round])
  return { listing, readList: useCallback(() => setRound(count => count + 1), []) }
}

function useTrial(place: () => ModelPlace | undefined, model: string) {
  const { link } = useServices()
  const language = useLanguage()
  const [trial, setTrial] = useState<Trial>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const test = useCallback(() => {
    const asked = place()
    if (!asked) return
    running.current?.abort()
    const stopping = new AbortController()
    running.current = stopping
    const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`
    const begun = { id, startedAt: Date.now(), busy: true, verdict: undefined, failure: undefined }
    setTrial(begun)
    const end = (result: Partial<Trial>) => !stopping.signal.aborted && setTrial({ ...begun, busy: false, ...result })
    link
      .call('models.test', { ...asked, model, testId: id, language: language === 'en' ? 'en' : 'zh' }, stopping.signal)
      .then(
        verdict => end({ verdict }),
        (thrown: unknown) => end({ failure: asAppError(thrown) }),
      )
  }, [link, place, model, language])
  const stopTest = useCallback(() => {
    running.current?.abort()
    setTrial(undefined)
  }, [])
  return { trial, test, stopTest }
}

/** One call saves all of it or nothing. Where its answer got lost, what counts now is read again. */
function useSaving(place: () => ModelPlace | undefined, model: string, drop: () => void, readAgain: () => void) {
  const { link } = useServices()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AppError>()
  const save = async () => {
    const asked = place()
    if (!asked) return false
    setBusy(true)
    setFailure(undefined)
    try {
      await link.call('models.save', { ...asked, model })
      drop()
      return true
    } catch (thrown) {
      const failure = asAppError(thrown)
      setFailure(failure)
      if (isUnanswered(failure)) readAgain()
      return false
    } finally {
      setBusy(false)
    }
  }
  return { save, saving: { busy, failure, isUnknown: failure !== undefined && isUnanswered(failure) } }
}
