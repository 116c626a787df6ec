import { useCallback, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { useApp, useRead, useServices } from '../../hooks.ts'
import type { ScreenLanguage } from '../../words/translator.ts'
import { isSame } from './values.ts'

/** Something beside a single value that was done: what to say of it, and the way back where there is one. */
export type Deed = {
  /** Where its failure is told: the path of a setting, or a name of its own. */
  readonly place: string
  readonly work: () => Promise<unknown>
  readonly back?: () => Promise<unknown>
  /** In the language of the moment in which it is read. */
  readonly told: (language: ScreenLanguage) => string
}

/** The newest change, which the foot tells. */
export type Change = (
  | { readonly kind: 'value'; readonly setting: SettingView; readonly value: unknown }
  | { readonly kind: 'deed'; readonly deed: Deed }
) & {
  /** True after it was taken back. */
  readonly isUndone: boolean
  /** Why it could not be taken back. */
  readonly stuck?: AppError
}

export type Settings = {
  readonly list: readonly SettingView[] | undefined
  readonly failure: AppError | undefined
  readonly again: () => void
  readonly change: Change | undefined
  /** Why something was not taken, by the path of a setting or the place of a deed. */
  readonly errors: Readonly<Record<string, AppError>>
  /** Saves a value, `undefined` for the default. Answers whether it was taken. */
  readonly save: (setting: SettingView, value: unknown) => Promise<boolean>
  /** Does something else. Answers whether it was done. */
  readonly perform: (deed: Deed) => Promise<boolean>
  readonly undo: () => Promise<void>
  /** Takes an error away: what it was about is gone or is entered anew. */
  readonly forgive: (place: string) => void
}

/** The settings of the service, saved one by one as they change. */
export function useSettings(): Settings {
  const { link } = useServices()
  const revision = useApp(state => state.configRevision)
  const { value: list, failure, again } = useRead('settings.list', {}, revision)
  const [change, setChange] = useState<Change>()
  const [errors, setErrors] = useState<Readonly<Record<string, AppError>>>({})

  const forgive = useCallback((place: string) => setErrors(({ [place]: _gone, ...others }) => others), [])
  const attempt = useCallback(
    async (place: string, work: () => Promise<unknown>) => {
      try {
        await work()
        forgive(place)
        again()
        return true
      } catch (thrown) {
        setErrors(known => ({ ...known, [place]: asAppError(thrown) }))
        return false
      }
    },
    [again, forgive],
  )
  const write = useCallback(
    (path: string, value: unknown) =>
      value === undefined ? link.call('config.unset', { path }) : link.call('config.set', { path, value }),
    [link],
  )
  const save = useCallback(
    async (setting: SettingView, value: unknown) => {
      const isSetAlready = setting.isSet || setting.inherited !== true
      if (value !== undefined && isSetAlready && isSame(value, setting.value)) {
        forgive(setting.path)
        return true
      }
      const isTaken = await attempt(setting.path, () => write(setting.path, value))
      if (isTaken) setChange({ kind: 'value', setting, value: value ?? setting.default, isUndone: false })
      return isTaken
    },
    [attempt, write, forgive],
  )
  const perform = useCallback(
    async (deed: Deed) => {
      const isDone = await attempt(deed.place, deed.work)
      if (isDone) setChange({ kind: 'deed', deed, isUndone: false })
      return isDone
    },
    [attempt],
  )
  const undo = useCallback(async () => {
    if (!change || change.isUndone) return
    const back = wayBack(change, write)
    if (!back) return
    try {
      await back()
      setChange({ ...change, isUndone: true })
      again()
    } catch (thrown) {
      setChange({ ...change, stuck: asAppError(thrown) })
    }
  }, [change, write, again])

  return { list, failure, again, change, errors, save, perform, undo, forgive }
}

type Write = (path: string, value: unknown) => Promise<unknown>

/** What was hidden can't be written again, because nobody here has seen it. */
function wayBack(change: Change, write: Write): (() => Promise<unknown>) | undefined {
  if (change.kind === 'deed') return change.deed.back
  const { setting } = change
  return setting.hidden ? undefined : () => write(setting.path, setting.isSet ? setting.value : undefined)
}

export const canUndo = (change: Change): boolean =>
  !change.isUndone && (change.kind === 'deed' ? change.deed.back !== undefined : change.setting.hidden !== true)
