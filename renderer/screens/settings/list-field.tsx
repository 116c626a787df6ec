import { useState } from 'react'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { shortId } from '../../ui/short-id.ts'
import { ValueChip } from '../../ui/value-chip.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { SettingProps } from './setting-field.tsx'
import { asList, entryForm, withEntries } from './values.ts'

/** A list as chips; what is typed or pasted is added by Enter or the button. */
export function ListField({ setting, settings, label }: SettingProps & { readonly label: string }) {
  const say = useWords(settingsWords)
  const [typed, setTyped] = useState('')
  const list = asList(setting.value)
  const add = async (text: string) => {
    if (text.trim() === '') return
    if (await settings.save(setting, withEntries(setting.path, list, text))) setTyped('')
  }
  const remove = (at: number) => void settings.save(setting, list.toSpliced(at, 1))
  return (
    <div className="settings-list">
      {list.length > 0 && (
        <ul className="settings-chips" aria-label={label}>
          {list.map((entry, at) => (
            <li key={`${at} ${entry}`}>
              <ValueChip
                label={/^o[uc]_/.test(entry) ? shortId(entry) : entry}
                title={entry}
                removal={say('remove', { name: entry })}
                onRemove={() => remove(at)}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className="settings-add"
        onSubmit={event => {
          event.preventDefault()
          void add(typed)
        }}
      >
        <Input
          isCode
          value={typed}
          onChange={setTyped}
          label={say('addTo', { name: label })}
          placeholder={entryForm(setting.path)}
        />
        <Button type="submit">{say('add')}</Button>
      </form>
    </div>
  )
}
