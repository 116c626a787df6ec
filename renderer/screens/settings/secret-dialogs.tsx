import { useServices, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { secretWords } from '../../words/settings-secret.ts'
import { settingsWords } from '../../words/settings.ts'
import type { SettingProps } from './setting-field.tsx'
import { useTold } from './use-told.ts'

type AskedProps = SettingProps & { readonly label: string; readonly open: boolean; readonly onClose: () => void }

/** A secret that is removed is gone, so this is asked first. */
export function RemoveSecret({ setting, settings, label, open, onClose }: AskedProps) {
  const say = useWords(settingsWords)
  const saySecret = useWords(secretWords)
  const told = useTold(secretWords)
  const { link } = useServices()
  const remove = () => {
    onClose()
    void settings.perform({
      place: setting.path,
      work: () => link.call('secret.unset', { name: setting.path }),
      told: told('secretRemoved', { name: label }),
    })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={saySecret('removeTitle', { name: label })}
      actions={
        <>
          <Button onClick={onClose}>{saySecret('keep')}</Button>
          <Button onClick={remove}>{say('removeIt')}</Button>
        </>
      }
    >
      {saySecret('removeText')}
    </Dialog>
  )
}

/** Whoever could change an address would get the secret, so a person says yes to the host by name. */
export function ConfirmHost({ setting, settings, label, open, onClose }: AskedProps) {
  const say = useWords(secretWords)
  const told = useTold(secretWords)
  const { link } = useServices()
  const { host = '', boundTo: bound = '' } = setting.origin ?? {}
  const confirm = () => {
    onClose()
    void settings.perform({
      place: setting.path,
      work: () => link.call('secret.confirm-host', { name: setting.path }),
      told: told('confirmed', { host, name: label }),
    })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={say('confirmTitle', { host })}
      actions={
        <>
          <Button onClick={onClose}>{say('confirmNo')}</Button>
          <Button kind="primary" onClick={confirm}>
            {say('confirmYes', { host })}
          </Button>
        </>
      }
    >
      {hanSpaced(say('confirmText', { name: label, bound, host }))}
    </Dialog>
  )
}
