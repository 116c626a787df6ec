import { useRef, useState, type FormEvent } from 'react'
import { useApp, useLanguage, useRead, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { dateOf } from '../../ui/moments.ts'
import { SecretInput } from '../../ui/secret-input.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { SettingProps } from './setting-field.tsx'

type SecretProps = SettingProps & { readonly label: string }

/** A secret shows whether and when it was set; it can be replaced or removed, never seen. */
export function SecretField({ setting, settings, label }: SecretProps) {
  const say = useWords(settingsWords)
  const [isReplacing, setIsReplacing] = useState(false)
  const help = `${say('secretHelp')}${setting.reconnects ? say('reconnects') : ''}`
  const error = settings.errors[setting.path]
  return (
    <Field label={label} help={help} error={error}>
      {isReplacing ? (
        <Replacing setting={setting} settings={settings} label={label} onEnd={() => setIsReplacing(false)} />
      ) : (
        <Standing setting={setting} settings={settings} label={label} onReplace={() => setIsReplacing(true)} />
      )}
    </Field>
  )
}

function Standing({ setting, settings, label, onReplace }: SecretProps & { readonly onReplace: () => void }) {
  const say = useWords(settingsWords)
  const [isAsking, setIsAsking] = useState(false)
  const remove = () => {
    setIsAsking(false)
    void settings.saveSecret(setting, undefined)
  }
  return (
    <div className="settings-secret">
      <span className="settings-standing">{setting.isSet ? <SetWhen path={setting.path} /> : <NotSet />}</span>
      <Button onClick={onReplace} aria-label={`${say(setting.isSet ? 'replace' : 'setIt')}: ${label}`}>
        {say(setting.isSet ? 'replace' : 'setIt')}
      </Button>
      {setting.isSet && (
        <Button onClick={() => setIsAsking(true)} aria-label={`${say('removeIt')}: ${label}`}>
          {say('removeIt')}
        </Button>
      )}
      <Dialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={say('removeTitle', { name: label })}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{say('keep')}</Button>
            <Button onClick={remove}>{say('removeIt')}</Button>
          </>
        }
      >
        {say('removeText')}
      </Dialog>
    </div>
  )
}

const NotSet = () => <State shape="offline">{useWords(settingsWords)('notSet')}</State>

function SetWhen({ path }: { readonly path: string }) {
  const say = useWords(settingsWords)
  const language = useLanguage()
  const revision = useApp(state => state.configRevision)
  const secret = useRead('secret.list', {}, revision).value?.find(({ name }) => name === path)
  return (
    <State shape="done">{secret ? say('setOn', { date: dateOf(secret.at, Date.now(), language) }) : say('set')}</State>
  )
}

/** The typed value goes from the field straight to the service; the field is emptied before that. */
function Replacing({ setting, settings, label, onEnd }: SecretProps & { readonly onEnd: () => void }) {
  const say = useWords(settingsWords)
  const field = useRef<HTMLInputElement>(null)
  const [isBusy, setIsBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const value = field.current?.value.trim() ?? ''
    if (field.current) field.current.value = ''
    if (value === '') return
    setIsBusy(true)
    const isTaken = await settings.saveSecret(setting, value)
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
        label={say('newSecret', { name: label })}
        field={field}
        isInvalid={settings.errors[setting.path] !== undefined}
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
