import { useEffect, useState } from 'react'
import { useWords } from '../../hooks.ts'
import { Field } from '../../ui/field.tsx'
import { LooseInput } from '../../ui/loose-input.tsx'
import { Select } from '../../ui/select.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'
import { useChoiceName } from './use-short-value.ts'
import { useTyped } from './use-typed.ts'

/** Stands for an address that is typed. */
const OTHER = '\0'

export type OneOrTypedProps = ControlProps & {
  /** What the known values are called, where they bring names of their own. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
}

/** One of the values that have a name, or any other address, which is typed. */
export function OneOrTyped({ setting, settings, label, shared, choices }: OneOrTypedProps) {
  const say = useWords(settingsWords)
  const nameOf = useChoiceName()
  const known = choices ?? (setting.options ?? []).map(value => ({ value, label: nameOf(value) }))
  const current = typeof setting.value === 'string' ? setting.value : ''
  const isOther = !known.some(({ value }) => value === current)
  const [isTyping, setIsTyping] = useState(isOther)
  const field = useTyped(isOther ? current : '')
  const { isBusy } = field
  useEffect(() => {
    if (!isBusy()) setIsTyping(isOther)
  }, [isOther, current])
  const choose = (value: string) => {
    settings.forgive(setting.path)
    setIsTyping(value === OTHER)
    if (value !== OTHER) void settings.save(setting, value)
  }
  const commit = (text: string) => {
    if (field.end(text) && text.trim() !== '') void settings.save(setting, text.trim())
  }
  return (
    <Field {...shared}>
      <div className="settings-either">
        <Select
          value={isTyping ? OTHER : current}
          options={[...known, { value: OTHER, label: say('otherAddress') }]}
          onChange={choose}
        />
        {isTyping && (
          <LooseInput
            label={say('addressOf', { name: label })}
            value={field.typed}
            onChange={field.type}
            onCommit={commit}
            isInvalid={shared.error !== undefined}
            placeholder="https://…"
          />
        )}
      </div>
    </Field>
  )
}
