import { useRef, useState, type FormEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'

/** A text of which a part is a secret: shown without it, and only replaced as a whole. */
export function HiddenText({ setting, settings, label, shared }: ControlProps) {
  const say = useWords(settingsWords)
  const [isReplacing, setIsReplacing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const value = field.current?.value.trim() ?? ''
    if (field.current) field.current.value = ''
    if (value !== '' && (await settings.save(setting, value))) setIsReplacing(false)
    else field.current?.focus()
  }
  return (
    <Field {...shared} help={say('hiddenHelp')}>
      {isReplacing ? (
        <form
          className="settings-secret"
          autoComplete="off"
          onSubmit={event => void save(event)}
          onKeyDown={event => event.key === 'Escape' && setIsReplacing(false)}
        >
          <SecretInput label={say('newValue', { name: label })} field={field} isInvalid={shared.error !== undefined} />
          <Button type="submit">{say('save')}</Button>
          <Button kind="quiet" onClick={() => setIsReplacing(false)}>
            {say('cancel')}
          </Button>
        </form>
      ) : (
        <div className="settings-secret">
          <code className="settings-standing">{String(setting.value)}</code>
          <Button aria-label={`${say('replace')}: ${label}`} onClick={() => setIsReplacing(true)}>
            {say('replace')}
          </Button>
        </div>
      )}
    </Field>
  )
}
