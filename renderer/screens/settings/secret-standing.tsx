import type { SettingView } from '../../../main/contract/views.ts'
import { useApp, useLanguage, useRead, useWords } from '../../hooks.ts'
import { dateOf } from '../../ui/moments.ts'
import { State } from '../../ui/state-glyph.tsx'
import { secretWords } from '../../words/settings-secret.ts'
import { standingOf } from './secret-origin.ts'

/** One state in a shape and a few words. */
export function SecretStanding({ setting }: { readonly setting: SettingView }) {
  const say = useWords(secretWords)
  const { source = '', host = '', boundTo = '' } = setting.origin ?? {}
  const standing = standingOf(setting)
  switch (standing) {
    case 'stored':
      return <SetWhen setting={setting} />
    case 'otherHost':
      return <State shape="attention">{say('otherHost', { bound: boundTo, host })}</State>
    case 'environment':
      return <State shape="done">{say('fromVariable', { source })}</State>
    case 'file':
      return <State shape="done">{say('fromFile', { source })}</State>
    case 'variableMissing':
      return <State shape="attention">{say('variableMissing', { source })}</State>
    case 'nowhere':
      return <State shape="offline">{say('notSet')}</State>
    default:
      return standing satisfies never
  }
}

function SetWhen({ setting }: { readonly setting: SettingView }) {
  const say = useWords(secretWords)
  const language = useLanguage()
  const revision = useApp(state => state.configRevision)
  const { origin, path } = setting
  const listed = useRead('secret.list', {}, revision, origin === undefined).value?.find(({ name }) => name === path)
  const at = origin?.at ?? listed?.at
  return (
    <State shape="done">
      {at === undefined ? say('set') : say('setOn', { date: dateOf(at, Date.now(), language) })}
    </State>
  )
}

const helps = {
  otherHost: 'otherHostHelp',
  environment: 'fromVariableHelp',
  file: 'fromFileHelp',
  variableMissing: 'variableMissingHelp',
} as const

/** What it means, and for whom the secret is. */
export function useSecretHelp(setting: SettingView): string {
  const say = useWords(secretWords)
  const standing = standingOf(setting)
  const host = setting.origin?.host ?? ''
  if (standing === 'stored' && host !== '') return say('keptFor', { host })
  return standing === 'stored' || standing === 'nowhere' ? say('kept') : say(helps[standing])
}
