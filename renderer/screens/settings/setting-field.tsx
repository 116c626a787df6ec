import { RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { SettingView } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { Field, Input, TextArea } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { choiceWords, settingsWords } from '../../words/settings.ts'
import { ListField } from './list-field.tsx'
import { SecretField } from './secret-field.tsx'
import { inLanguage } from './topics.ts'
import type { Settings } from './use-settings.ts'
import { asTyped, isCode, isLong, readTyped, shortValue } from './values.ts'

export type SettingProps = { readonly setting: SettingView; readonly settings: Settings }

/** One setting: its control, its help, and what is wrong with what was entered. */
export function SettingField({ setting, settings }: SettingProps) {
  const say = useWords(settingsWords)
  const language = useLanguage()
  const label = inLanguage(setting.label, language)
  const error = settings.errors[setting.path]
  if (setting.kind === 'secret') return <SecretField setting={setting} settings={settings} label={label} />
  const help = `${inLanguage(setting.help, language)}${setting.reconnects ? say('reconnects') : ''}`
  return (
    <Control
      setting={setting}
      settings={settings}
      label={label}
      shared={{
        label,
        help,
        error,
        ...(setting.isSet && { beside: <Reset setting={setting} settings={settings} /> }),
      }}
    />
  )
}

type Shared = Omit<Parameters<typeof Field>[0], 'children'>
type ControlProps = SettingProps & { readonly label: string; readonly shared: Shared }

function Control({ setting, settings, label, shared }: ControlProps) {
  switch (setting.kind) {
    case 'switch':
      return (
        <Field {...shared}>
          <Switch checked={setting.value === true} onChange={on => void settings.save(setting, on)} />
        </Field>
      )
    case 'choice':
      return <Choice setting={setting} settings={settings} shared={shared} />
    case 'list':
      return (
        <Field {...shared}>
          <ListField setting={setting} settings={settings} label={label} />
        </Field>
      )
    case 'text':
    case 'number':
    case 'json':
      return <Typed setting={setting} settings={settings} shared={shared} />
    case 'secret':
      return null
    default:
      return setting.kind satisfies never
  }
}

type KindProps = SettingProps & { readonly shared: Shared }

function Choice({ setting, settings, shared }: KindProps) {
  const say = useWords(choiceWords)
  const known = choiceWords.entries as Readonly<Record<string, unknown>>
  const options = (setting.options ?? []).map(value => ({
    value,
    label: Object.hasOwn(known, value) ? say(value as 'open') : value,
  }))
  return (
    <Field {...shared}>
      <Select
        value={asTyped('text', setting.value)}
        options={options}
        onChange={value => void settings.save(setting, value)}
      />
    </Field>
  )
}

/** Saved when the typing is over. What the service refused stays in the field, to be mended. */
function Typed({ setting, settings, shared }: KindProps) {
  const say = useWords(settingsWords)
  const current = asTyped(setting.kind, setting.value)
  const [typed, setTyped] = useState(current)
  const [wrong, setWrong] = useState<'number' | 'json'>()
  useEffect(() => {
    setTyped(current)
    setWrong(undefined)
  }, [current])
  const commit = (text: string) => {
    if (text === current && shared.error === undefined) return setWrong(undefined)
    const read = readTyped(setting.kind, text)
    setWrong(read.ok ? undefined : read.wrong)
    if (read.ok) void settings.save(setting, read.value)
  }
  const error = wrong ? say(wrong === 'number' ? 'badNumber' : 'badJson') : shared.error
  const control = { value: typed, onChange: setTyped, onCommit: commit, isCode: isCode(setting) }
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

function Reset({ setting, settings }: SettingProps) {
  const say = useWords(settingsWords)
  const value = shortValue(setting.default)
  const label = value === undefined ? say('resetEmpty') : say('reset', { value })
  return <IconButton icon={RotateCcw} label={label} onClick={() => void settings.save(setting, undefined)} />
}
