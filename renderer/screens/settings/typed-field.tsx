import { useEffect, useState } from 'react'
import { useWords } from '../../hooks.ts'
import { Field, Input, TextArea } from '../../ui/field.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'
import { useTyped } from './use-typed.ts'
import { asTyped, isCode, isLong, readTyped } from './values.ts'

export type TypedProps = ControlProps & {
  /** Shown while it is empty: what counts then. */
  readonly placeholder?: string
}

/** Saved when the typing is over. What the service refused stays in the field, to be mended. */
export function Typed({ setting, settings, shared, placeholder }: TypedProps) {
  const say = useWords(settingsWords)
  const isMains = setting.inherited === true && !setting.isSet
  const current = isMains ? '' : asTyped(setting, setting.value)
  const field = useTyped(current)
  const [wrong, setWrong] = useState<'number' | 'json'>()
  useEffect(() => setWrong(undefined), [current])
  const commit = async (text: string) => {
    if (!field.end(text) || (text === current && shared.error === undefined)) {
      setWrong(undefined)
      return
    }
    const read = readTyped(setting.kind, text)
    setWrong(read.ok ? undefined : read.wrong)
    if (!read.ok) return
    const isGivenBack = setting.inherited && read.value === ''
    if (await settings.save(setting, isGivenBack ? undefined : read.value)) field.show(asTyped(setting, read.value))
  }
  const error = wrong ? say(wrong === 'number' ? 'badNumber' : 'badJson') : shared.error
  const hint = isMains ? asTyped(setting, setting.default) : placeholder
  const control = {
    value: field.typed,
    onChange: field.type,
    onCommit: (text: string) => void commit(text),
    isCode: isCode(setting),
    ...(hint !== undefined && { placeholder: hint }),
  }
  return (
    <Field {...shared} error={error}>
      {isLong(setting) ? (
        <TextArea {...control} />
      ) : (
        <Input {...control} size={setting.kind === 'number' ? 'short' : 'full'} />
      )}
    </Field>
  )
}
