import { useCallback, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { useApp, useRead, useServices } from '../../hooks.ts'
import { isSame, withoutPath } from './values.ts'

/** The newest change, which the foot tells; a secret's can't be taken back. */
export type Change =
  | {
      readonly kind: 'value'
      readonly setting: SettingView
      readonly value: unknown
      /** True after it was taken back. */
      readonly isUndone: boolean
    }
  | { readonly kind: 'secret'; readonly setting: SettingView; readonly isSet: boolean }

export type Settings = {
  readonly list: readonly SettingView[] | undefined
  readonly failure: AppError | undefined
  readonly again: () => void
  readonly change: Change | undefined
  /** Why the service did not take a value, by path. */
  readonly errors: Readonly<Record<string, string>>
  /** Saves a value, `undefined` for the default. Answers whether it was taken. */
  readonly save: (setting: SettingView, value: unknown) => Promise<boolean>
  /** Hands a secret on; nothing of it is kept here. `undefined` removes it. */
  readonly saveSecret: (setting: SettingView, value: string | undefined) => Promise<boolean>
  readonly undo: () => Promise<void>
}

/** The settings of the service, saved one by one as they change. */
export function useSettings(): Settings {
  const { link } = useServices()
  const revision = useApp(state => state.configRevision)
  const { value: list, failure, again } = useRead('settings.list', {}, revision)
  const [change, setChange] = useState<Change>()
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})

  const attempt = useCallback(
    async (path: string, work: () => Promise<unknown>) => {
      try {
        await work()
        setErrors(({ [path]: _gone, ...others }) => others)
        again()
        return true
      } catch (thrown) {
        setErrors(known => ({ ...known, [path]: withoutPath(path, asAppError(thrown).message) }))
        return false
      }
    },
    [again],
  )
  const write = useCallback(
    (path: string, value: unknown) =>
      attempt(path, () =>
        value === undefined ? link.call('config.unset', { path }) : link.call('config.set', { path, value }),
      ),
    [link, attempt],
  )
  const save = useCallback(
    async (setting: SettingView, value: unknown) => {
      if (value !== undefined && isSame(value, setting.value)) {
        setErrors(({ [setting.path]: _gone, ...others }) => others)
        return true
      }
      const isTaken = await write(setting.path, value)
      if (isTaken) setChange({ kind: 'value', setting, value: value ?? setting.default, isUndone: false })
      return isTaken
    },
    [write],
  )
  const saveSecret = useCallback(
    async (setting: SettingView, value: string | undefined) => {
      const name = setting.path
      const isTaken = await attempt(name, () =>
        value === undefined ? link.call('secret.unset', { name }) : link.call('secret.set', { name, value }),
      )
      if (isTaken) setChange({ kind: 'secret', setting, isSet: value !== undefined })
      return isTaken
    },
    [link, attempt],
  )
  const undo = useCallback(async () => {
    if (change?.kind !== 'value' || change.isUndone) return
    const { setting } = change
    const isTaken = await write(setting.path, setting.isSet ? setting.value : undefined)
    if (isTaken) setChange({ ...change, isUndone: true })
  }, [change, write])

  return { list, failure, again, change, errors, save, saveSecret, undo }
}
