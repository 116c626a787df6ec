import type { ProviderView } from '../../../main/contract/models.ts'
import type { SettingView } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Suggest } from '../../ui/suggest.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { modelWords } from '../../words/setup-model.ts'
import type { ModelDesk } from '../setup/use-model.ts'
import { OneOrTyped } from './one-or-typed.tsx'
import { errorText } from './setting-field.tsx'
import { settingAt } from './topics.ts'
import { Typed } from './typed-field.tsx'
import { useTyped } from './use-typed.ts'
import type { Settings } from './use-settings.ts'

type Props = { readonly list: readonly SettingView[]; readonly settings: Settings }

/** The provider's sites by name where it has several, else an address of one's own. */
export function ModelAddress({ list, settings, provider }: Props & { readonly provider: ProviderView }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const setting = settingAt(list, 'llm.apiBase')
  if (!setting || provider.id === 'practice') return null
  const [first] = provider.sites
  const label = say(provider.sites.length > 1 ? 'site' : 'address')
  const help = first ? inLanguage(setting.help, language) : say('addressHelp')
  const error = errorText(setting, settings.errors[setting.path], language)
  const shared = { label, help, error }
  if (provider.sites.length < 2)
    return (
      <Typed
        setting={setting}
        settings={settings}
        label={label}
        shared={shared}
        placeholder={first?.apiBase ?? 'https://…/v1'}
      />
    )
  const choices = provider.sites.map(site => ({
    value: site === first ? '' : site.apiBase,
    label: inLanguage(site.label, language),
  }))
  const value = setting.value === first?.apiBase ? '' : setting.value
  return (
    <OneOrTyped
      setting={{ ...setting, value }}
      settings={settings}
      label={label}
      shared={{ ...shared, help: say('addressHelp') }}
      choices={choices}
    />
  )
}

/** One of the provider's list, or whatever is typed. */
export function ModelName({ list, settings, desk }: Props & { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const setting = settingAt(list, 'llm.model')
  const current = typeof setting?.value === 'string' ? setting.value : ''
  const field = useTyped(current)
  const { listing } = desk
  if (!setting || desk.provider.id === 'practice') return null
  const models = listing.list?.models ?? []
  const detailOf = (model: (typeof models)[number]) =>
    [model.tools === false ? say('noTools') : '', model.sees === 'yes' ? say('sees') : ''].filter(Boolean).join(', ')
  const commit = (text: string) => {
    if (field.end(text) && text.trim() !== current)
      void settings.save(setting, text.trim() === '' ? undefined : text.trim())
  }
  return (
    <Field
      label={say('model')}
      help={helpOf()}
      error={errorText(setting, settings.errors[setting.path], language)}
      beside={listing.failure && <Button onClick={desk.readList}>{say('readList')}</Button>}
    >
      <Suggest
        value={field.typed}
        onChange={field.type}
        onCommit={commit}
        suggestions={models.map(model => ({ value: model.id, detail: detailOf(model) }))}
        none={say('noMatch')}
        placeholder={desk.provider.suggested || say('modelSearch')}
      />
    </Field>
  )

  function helpOf(): string {
    if (listing.busy) return say('listing')
    if (listing.failure) return say('listFailed', { reason: listing.failure.message })
    if (!listing.list) return desk.lack === 'needKey' ? say('listLater') : ''
    return listing.list.listed ? say('listed', { count: models.length }) : say('notListed')
  }
}
