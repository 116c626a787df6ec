import type { ProviderView } from '../../../main/contract/models.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { useServices, useLanguage } from '../../hooks.ts'
import { inLanguage } from '../../words/in-language.ts'
import { entryWords } from '../../words/settings-entries.ts'
import { isUndoable, providerSteps, type Step } from './provider-steps.ts'
import type { Settings } from './use-settings.ts'
import { useTold } from './use-told.ts'

/** Changes the provider and what belongs to it, all or nothing, with one way back. */
export function useProviderChange(list: readonly SettingView[], settings: Settings) {
  const { link } = useServices()
  const told = useTold(entryWords)
  const language = useLanguage()
  const write = (path: string, value: string | undefined) =>
    value === undefined ? link.call('config.unset', { path }) : link.call('config.set', { path, value })
  const run = async (steps: readonly Step[]) => {
    const done: Step[] = []
    try {
      for (const step of steps) {
        await write(step.path, step.value)
        done.push(step)
      }
    } catch (thrown) {
      for (const step of done.toReversed()) await write(step.path, step.before).catch(() => undefined) // the first failure is the one to tell
      throw thrown
    }
  }
  return (from: ProviderView, to: ProviderView) => {
    const steps = providerSteps(list, to)
    const reversed = steps.toReversed().map(({ path, value, before }) => ({ path, value: before, before: value }))
    void settings.perform({
      place: 'llm.provider',
      work: () => run(steps),
      ...(isUndoable(list, steps) && { back: () => run(reversed) }),
      told: told('providerChanged', {
        before: inLanguage(from.label, language),
        after: inLanguage(to.label, language),
      }),
    })
  }
}
