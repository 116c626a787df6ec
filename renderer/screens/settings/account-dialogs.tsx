import { useState, type FormEvent } from 'react'
import { useServices, useWords } from '../../hooks.ts'
import { goTo } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { accountWords } from '../../words/settings-accounts.ts'
import { DEED, type ListedAccount } from './accounts.ts'
import type { Settings } from './use-settings.ts'
import { useTold } from './use-told.ts'

type DialogProps = { readonly account: ListedAccount; readonly settings: Settings; readonly onClose: () => void }

/** Another name on these screens; the way back gives the earlier one. */
export function RenameAccount({ account: { id, name, view }, settings, onClose }: DialogProps) {
  const say = useWords(accountWords)
  const told = useTold(accountWords)
  const { link } = useServices()
  const [typed, setTyped] = useState(name)
  const rename = (to: string) => () => link.call('accounts.rename', { account: id, name: to })
  const save = (event: FormEvent) => {
    event.preventDefault()
    onClose()
    if (typed.trim() === name || typed.trim() === '') return
    void settings.perform({
      place: DEED,
      work: rename(typed.trim()),
      back: rename(view?.name ?? ''),
      told: told('wasRenamed', { before: name, after: typed.trim() }),
    })
  }
  return (
    <Dialog open onClose={onClose} title={say('renameTitle', { name })}>
      <form autoComplete="off" onSubmit={save}>
        <Field label={say('newName')} help={say('renameText')}>
          <Input value={typed} onChange={setTyped} />
        </Field>
        <div className="dialog-actions">
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" type="submit">
            {say('rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Says what is lost and what stays, because secrets don't come back. */
export function RemoveAccount({ account: { id, name }, settings, onClose }: DialogProps) {
  const say = useWords(accountWords)
  const told = useTold(accountWords)
  const { link } = useServices()
  const remove = async () => {
    onClose()
    const work = () => link.call('accounts.remove', { account: id })
    if (await settings.perform({ place: DEED, work, told: told('wasRemoved', { name }) })) goTo('settings', 'account')
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={say('removeTitle', { name })}
      actions={
        <>
          <Button onClick={onClose}>{say('keep')}</Button>
          <Button onClick={() => void remove()}>{say('removeYes')}</Button>
        </>
      }
    >
      <p>{say('removeLost')}</p>
      <p className="settings-gap">{say('removeKept')}</p>
      <p className="settings-gap secondary">{say('removeFinal')}</p>
    </Dialog>
  )
}
