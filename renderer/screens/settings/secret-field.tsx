import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useServices, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { SecretInput } from '../../ui/secret-input.tsx'
import { secretWords } from '../../words/settings-secret.ts'
import { settingsWords } from '../../words/settings.ts'
import { ConfirmHost, RemoveSecret } from './secret-dialogs.tsx'
import { standingOf } from './secret-origin.ts'
import { SecretStanding, useSecretHelp } from './secret-standing.tsx'
import type { ControlProps } from './setting-field.tsx'
import { useTold } from './use-told.ts'

/** A secret shows whether, when and where from it was set; it can be replaced or removed, never seen. */
export function SecretField(props: ControlProps) {
  const say = useWords(settingsWords)
  const help = useSecretHelp(props.setting)
  const [isReplacing, setIsReplacing] = useState(false)
  const { label, shared, setting, ask = 0, more } = props
  useEffect(() => {
    if (ask > 0) setIsReplacing(true)
  }, [ask])
  return (
    <Field
      label={label}
      help={
        <>
          {help}
          {setting.reconnects && say('reconnects')} {more}
        </>
      }
      {...(shared.error !== undefined && { error: shared.error })}
    >
      {isReplacing ? (
        <Replacing {...props} onEnd={() => setIsReplacing(false)} />
      ) : (
        <Standing {...props} onReplace={() => setIsReplacing(true)} />
      )}
    </Field>
  )
}

type Asked = 'remove' | 'confirm'

function Standing({ setting, settings, label, onReplace }: ControlProps & { readonly onReplace: () => void }) {
  const say = useWords(settingsWords)
  const saySecret = useWords(secretWords)
  const [asked, setAsked] = useState<Asked>()
  const standing = standingOf(setting)
  const canStore = standing === 'stored' || standing === 'otherHost' || standing === 'nowhere'
  const isThere = standing === 'stored' || standing === 'otherHost'
  const verb = isThere ? say('replace') : saySecret('setIt')
  const end = () => setAsked(undefined)
  const about = { setting, settings, label, onClose: end }
  return (
    <div className="settings-secret">
      <span className="settings-standing">
        <SecretStanding setting={setting} />
      </span>
      {standing === 'otherHost' && (
        <Button
          aria-label={saySecret('confirmFor', { host: setting.origin?.host ?? '', name: label })}
          onClick={() => setAsked('confirm')}
        >
          {saySecret('confirm')}
        </Button>
      )}
      {canStore && (
        <Button onClick={onReplace} aria-label={`${verb}: ${label}`}>
          {verb}
        </Button>
      )}
      {isThere && (
        <Button onClick={() => setAsked('remove')} aria-label={`${say('removeIt')}: ${label}`}>
          {say('removeIt')}
        </Button>
      )}
      <RemoveSecret {...about} open={asked === 'remove'} />
      <ConfirmHost {...about} open={asked === 'confirm'} />
    </div>
  )
}

/** The typed value goes from the field straight to the service; the field is emptied before that. */
function Replacing({ setting, settings, label, shared, onEnd }: ControlProps & { readonly onEnd: () => void }) {
  const say = useWords(settingsWords)
  const saySecret = useWords(secretWords)
  const told = useTold(secretWords)
  const { link } = useServices()
  const field = useRef<HTMLInputElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const value = field.current?.value.trim() ?? ''
    if (field.current) field.current.value = ''
    if (value === '') return
    setIsBusy(true)
    const isTaken = await settings.perform({
      place: setting.path,
      work: () => link.call('secret.set', { name: setting.path, value }),
      told: told(setting.isSet ? 'secretReplaced' : 'secretSet', { name: label }),
    })
    setIsBusy(false)
    if (isTaken) onEnd()
    else field.current?.focus()
  }
  return (
    <form
      className="settings-secret"
      autoComplete="off"
      onSubmit={event => void save(event)}
      onKeyDown={event => event.key === 'Escape' && onEnd()}
    >
      <SecretInput
        label={saySecret('newSecret', { name: label })}
        field={field}
        isInvalid={shared.error !== undefined}
      />
      <Button type="submit" busy={isBusy}>
        {say('save')}
      </Button>
      <Button kind="quiet" onClick={onEnd}>
        {say('cancel')}
      </Button>
    </form>
  )
}
