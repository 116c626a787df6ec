import { useState, type FormEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { goTo } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { accountWords } from '../../words/settings-accounts.ts'
import { freeName, isLabel } from './accounts.ts'

/** The label of one more account; Setup goes on from there. */
export function AddAccount({ taken, onClose }: { readonly taken: readonly string[]; readonly onClose: () => void }) {
  const say = useWords(accountWords)
  const [label, setLabel] = useState(() => freeName(taken))
  const [isAsked, setIsAsked] = useState(false)
  const wrong = !isLabel(label.trim()) ? say('labelBad') : taken.includes(label.trim()) ? say('labelTaken') : undefined
  const go = (view: 'scan' | 'paste') => {
    setIsAsked(true)
    if (wrong === undefined) goTo('setup', view, label.trim())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go('scan')
  }
  return (
    <Dialog open onClose={onClose} title={say('addTitle')}>
      <form autoComplete="off" onSubmit={submit}>
        <p>{say('addText')}</p>
        <Field label={say('label')} error={isAsked ? wrong : undefined}>
          <Input isCode value={label} onChange={setLabel} />
        </Field>
        <div className="dialog-actions">
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button onClick={() => go('paste')}>{say('paste')}</Button>
          <Button kind="primary" type="submit">
            {say('scan')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
