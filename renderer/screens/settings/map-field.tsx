import { useRef, useState, type FormEvent } from 'react'
import { useServices, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { LooseInput } from '../../ui/loose-input.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { ValueChip } from '../../ui/value-chip.tsx'
import { secretWords } from '../../words/settings-secret.ts'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'
import { asList } from './values.ts'
import { useTold } from './use-told.ts'
import { quoted } from './topics.ts'

/** Names of one's own choice, each with a value that is handed on and never shown: it may well be a secret. */
export function MapField({ setting, settings, label, shared }: ControlProps) {
  const say = useWords(settingsWords)
  const saySecret = useWords(secretWords)
  const { link } = useServices()
  const told = useTold(secretWords)
  const names = asList(setting.value)
  const pathOf = (name: string) => `${setting.path}.${quoted(name)}`
  const put = (name: string, value: string) =>
    settings.perform({
      place: setting.path,
      work: () => link.call('config.set', { path: pathOf(name), value }),
      told: told('secretSet', { name }),
    })
  const remove = (name: string) =>
    void settings.perform({
      place: setting.path,
      work: () => link.call('config.unset', { path: pathOf(name) }),
      told: told('secretRemoved', { name }),
    })
  return (
    <Field
      {...shared}
      help={
        <>
          {shared.help} {saySecret('mapHelp')}
        </>
      }
    >
      <div className="settings-list">
        {names.length > 0 && (
          <ul className="settings-chips" aria-label={label}>
            {names.map(name => (
              <li key={name}>
                <ValueChip label={name} title={name} removal={say('remove', { name })} onRemove={() => remove(name)} />
              </li>
            ))}
          </ul>
        )}
        <NewPair label={label} isInvalid={shared.error !== undefined} put={put} />
      </div>
    </Field>
  )
}

type NewPairProps = {
  readonly label: string
  readonly isInvalid: boolean
  readonly put: (name: string, value: string) => Promise<boolean>
}

/** A name that is there already gets the new value. */
function NewPair({ label, isInvalid, put }: NewPairProps) {
  const say = useWords(settingsWords)
  const saySecret = useWords(secretWords)
  const [name, setName] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const value = field.current?.value ?? ''
    if (field.current) field.current.value = ''
    if (name.trim() !== '' && value !== '' && (await put(name.trim(), value))) setName('')
  }
  return (
    <form className="settings-add" autoComplete="off" onSubmit={event => void add(event)}>
      <LooseInput
        value={name}
        onChange={setName}
        label={saySecret('nameOf', { name: label })}
        placeholder={saySecret('placeholderName')}
      />
      <SecretInput
        label={saySecret('valueNew', { name: label })}
        field={field}
        isInvalid={isInvalid}
        isCalm
        placeholder={saySecret('placeholderValue')}
      />
      <Button type="submit">{say('add')}</Button>
    </form>
  )
}
