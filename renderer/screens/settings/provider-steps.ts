import type { ProviderView } from '../../../main/contract/models.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { settingAt } from './topics.ts'

/** One setting that changes with others: `undefined` is the default. */
export type Step = { readonly path: string; readonly value: string | undefined; readonly before: string | undefined }

/**
 * What another provider changes. Where the key comes from goes first: a variable or a file is bound to no host, so the
 * next provider must never be asked with it.
 */
export function providerSteps(list: readonly SettingView[], { id, suggested }: ProviderView): readonly Step[] {
  const wanted: readonly (readonly [path: string, value: string])[] = [
    ['llm.apiKeyEnv', ''],
    ['llm.apiKeyFile', ''],
    ['llm.apiBase', ''],
    ['llm.model', suggested],
    ['llm.provider', id],
  ]
  return wanted
    .map(([path, value]) => {
      const known = settingAt(list, path)
      const before = known?.isSet && typeof known.value === 'string' ? known.value : undefined
      return { path, value: value === '' ? undefined : value, before }
    })
    .filter(step => step.value !== step.before)
}

export const isUndoable = (list: readonly SettingView[], steps: readonly Step[]): boolean =>
  steps.every(({ path }) => settingAt(list, path)?.hidden !== true)
