import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppError } from '../../../main/contract/errors.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { Field, type FieldProps } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { settingsWords } from '../../words/settings.ts'
import type { ScreenLanguage } from '../../words/translator.ts'
import { Choice } from './choice-field.tsx'
import { Fixed } from './fixed-field.tsx'
import { HiddenText } from './hidden-field.tsx'
import { ListField } from './list-field.tsx'
import { MapField } from './map-field.tsx'
import { OneOrTyped } from './one-or-typed.tsx'
import { SecretField } from './secret-field.tsx'
import { TableField } from './table-field.tsx'
import { Typed } from './typed-field.tsx'
import type { Settings } from './use-settings.ts'
import { useShortValue } from './use-short-value.ts'
import { unitOf, withoutPath } from './values.ts'

export type SettingProps = { readonly setting: SettingView; readonly settings: Settings }

type FieldProp = SettingProps & {
  /** Of a secret: grows whenever somebody elsewhere on the page asks for a new one. */
  readonly ask?: number
  /** True where the page has said already that nothing acts on it yet. */
  readonly isNoted?: boolean
  /** After the help: a link. */
  readonly more?: ReactNode
}
export type Shared = Omit<FieldProps, 'children'>
export type ControlProps = FieldProp & { readonly label: string; readonly shared: Shared }

/** One setting: its control, its help, and what is wrong with what was entered. */
export function SettingField({ setting, settings, isNoted = false, ...extra }: FieldProp) {
  const language = useLanguage()
  const label = inLanguage(setting.label, language)
  const help = useHelp(setting, isNoted)
  const error = errorText(setting, settings.errors[setting.path], language)
  const beside =
    canReset(setting) || unitOf(setting.path) !== undefined ? (
      <Beside setting={setting} settings={settings} />
    ) : undefined
  return (
    <Control
      {...extra}
      setting={setting}
      settings={settings}
      label={label}
      shared={{ label, help, error, ...(beside && { beside }) }}
    />
  )
}

function Control(props: ControlProps) {
  const { setting, settings, label, shared } = props
  if (setting.kind === 'secret') return <SecretField {...props} />
  if (setting.fixedBy !== undefined) return <Fixed {...props} source={setting.fixedBy} />
  if (setting.hidden) return <HiddenText {...props} />
  switch (setting.kind) {
    case 'switch':
      if (setting.inherited) return <Choice {...props} />
      return (
        <Field {...shared}>
          <Switch checked={setting.value === true} onChange={on => void settings.save(setting, on)} />
        </Field>
      )
    case 'choice':
      return <Choice {...props} />
    case 'list':
      return (
        <Field {...shared}>
          <ListField setting={setting} settings={settings} label={label} />
        </Field>
      )
    case 'map':
      return <MapField {...props} />
    case 'table':
      return <TableField {...props} />
    case 'text':
      return setting.options ? <OneOrTyped {...props} /> : <Typed {...props} />
    case 'number':
    case 'json':
      return <Typed {...props} />
    default:
      return setting.kind satisfies never
  }
}

function useHelp(setting: SettingView, isNoted: boolean): string {
  const say = useWords(settingsWords)
  const language = useLanguage()
  const short = useShortValue()
  const { reconnects, unused, inherited, isSet, topic, path } = setting
  const gap = language === 'en' ? ' ' : ''
  const parts = [
    inLanguage(setting.help, language),
    inherited &&
      isSet &&
      `${gap}${say('asMain', { value: short(setting, setting.default) })}${language === 'en' ? '.' : '。'}`,
    reconnects && say('reconnects'),
    topic === 'network' && path.startsWith('server.') && say('atStart'),
    unused && !isNoted && `${gap}${say('unused')}${language === 'en' ? '.' : '。'}`,
  ]
  return parts.filter(part => typeof part === 'string').join('')
}

/** What the schema asks for, in the reader's language; for everything else the service's own sentence and its way out. */
export function errorText(
  { path, wants }: Pick<SettingView, 'path' | 'wants'>,
  error: AppError | undefined,
  language: ScreenLanguage,
): string | undefined {
  if (!error) return undefined
  if (error.code === 'config-invalid' && wants) return inLanguage(wants, language)
  const message = error.says ? inLanguage(error.says, language) : error.message
  return `${withoutPath(path, message)} ${error.hint(language === 'en' ? 'en' : 'zh')}`
}

/** The unit, and the way back to the default. */
function Beside({ setting, settings }: SettingProps) {
  const say = useWords(settingsWords)
  const short = useShortValue()
  const unit = unitOf(setting.path)
  const value = short(setting, setting.default)
  const label = setting.inherited ? say('backToMain') : say('reset', { value })
  return (
    <span className="settings-beside">
      {unit && say(unit)}
      {canReset(setting) && (
        <IconButton icon={RotateCcw} label={label} onClick={() => void settings.save(setting, undefined)} />
      )}
    </span>
  )
}

const canReset = (setting: SettingView): boolean =>
  setting.isSet && setting.fixedBy === undefined && (setting.inherited === true || hasDefault(setting))

/** What is empty by default is emptied in the field itself. */
const hasDefault = ({ default: value }: SettingView): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
