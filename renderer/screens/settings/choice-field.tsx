import { useWords } from '../../hooks.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'
import { useChoiceName, useShortValue } from './use-short-value.ts'

/** Stands for "no value of its own". */
const INHERIT = ''

/** One of a few. A named account may also leave it to the main one, and says what that means now. */
export function Choice({ setting, settings, shared }: ControlProps) {
  const say = useWords(settingsWords)
  const nameOf = useChoiceName()
  const short = useShortValue()
  const isSwitch = setting.kind === 'switch'
  const values = isSwitch ? ['true', 'false'] : (setting.options ?? [])
  const options = values.map(value => ({
    value,
    label: isSwitch ? say(value === 'true' ? 'on' : 'off') : nameOf(value),
  }))
  const main = { value: INHERIT, label: say('asMain', { value: short(setting, setting.default) }) }
  const value = setting.inherited && !setting.isSet ? INHERIT : String(setting.value)
  const choose = (chosen: string) => {
    const own = isSwitch ? chosen === 'true' : chosen
    void settings.save(setting, chosen === INHERIT ? undefined : own)
  }
  return (
    <Field {...shared}>
      <Select value={value} options={setting.inherited ? [main, ...options] : options} onChange={choose} />
    </Field>
  )
}
