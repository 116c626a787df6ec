import { useWords } from '../../hooks.ts'
import { Field } from '../../ui/field.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'
import { useShortValue } from './use-short-value.ts'

/** What a variable or the command line decides: shown, and said why it can't be changed here. */
export function Fixed({ setting, shared, source }: ControlProps & { readonly source: string }) {
  const say = useWords(settingsWords)
  const short = useShortValue()
  return (
    <Field label={shared.label} help={say('fixedBy', { source })}>
      <output className="settings-fixed mono">{short(setting, setting.value)}</output>
    </Field>
  )
}
