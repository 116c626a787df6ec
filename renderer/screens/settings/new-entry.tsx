import { useState, type FormEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { entryWords } from '../../words/settings-entries.ts'
import { settingsWords } from '../../words/settings.ts'

type NewEntryProps = {
  readonly taken: readonly string[]
  readonly isName: (name: string) => boolean
  /** A second field that an entry can't be without. */
  readonly more?: { readonly label: string; readonly placeholder: string }
  /** Why the service did not take it. */
  readonly error: string | undefined
  /** Answers whether it was taken. */
  readonly add: (name: string, more: string) => Promise<boolean>
  readonly onClose: () => void
}

/** The name of a new entry, and what else it needs from the start. */
export function NewEntry({ taken, isName, more, error, add, onClose }: NewEntryProps) {
  const say = useWords(settingsWords)
  const sayEntry = useWords(entryWords)
  const [name, setName] = useState('')
  const [other, setOther] = useState('')
  const [isAsked, setIsAsked] = useState(false)
  const wanted = name.trim()
  const wrong = !isName(wanted) ? sayEntry('nameHelp') : taken.includes(wanted) ? sayEntry('nameTaken') : undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsAsked(true)
    if (wrong === undefined && (await add(wanted, other.trim()))) onClose()
  }
  return (
    <form className="settings-new" autoComplete="off" onSubmit={event => void submit(event)}>
      <Field
        label={sayEntry('name')}
        help={sayEntry('nameHelp')}
        error={isAsked ? (wrong ?? (more ? undefined : error)) : undefined}
      >
        <Input isCode value={name} onChange={setName} />
      </Field>
      {more && (
        <Field label={more.label} error={isAsked && wrong === undefined ? error : undefined}>
          <Input isCode value={other} onChange={setOther} placeholder={more.placeholder} />
        </Field>
      )}
      <div className="settings-new-actions">
        <Button type="submit">{say('add')}</Button>
        <Button kind="quiet" onClick={onClose}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  )
}
