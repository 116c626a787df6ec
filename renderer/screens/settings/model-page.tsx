import { useState } from 'react'
import type { ProviderView } from '../../../main/contract/models.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { Field } from '../../ui/field.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { Select } from '../../ui/select.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { entryWords } from '../../words/settings-entries.ts'
import { modelWords } from '../../words/setup-model.ts'
import { siteOf } from '../setup/model-draft.ts'
import { ModelTrial } from '../setup/model-trial.tsx'
import { useModel, type ModelDesk } from '../setup/use-model.ts'
import { Fields, Part } from './fields.tsx'
import { ModelAddress, ModelName } from './model-fields.tsx'
import { SettingField } from './setting-field.tsx'
import type { PageProps } from './topic-page.tsx'
import { settingAt } from './topics.ts'
import '../setup/model.css'
import { useProviderChange } from './use-provider-change.ts'

const KEY = 'llm.apiKey'
const placed = ['llm.provider', 'llm.apiBase', 'llm.model', KEY, 'llm.apiKeyEnv', 'llm.apiKeyFile']

/** Who writes the answers: provider, address, model, key; and one sentence to try it. */
export function ModelPage({ list, settings }: PageProps) {
  const say = useWords(modelWords)
  const sayEntry = useWords(entryWords)
  const { desk, failure } = useModel()
  const [asked, setAsked] = useState(0)
  const own = list.filter(({ topic }) => topic === 'model')
  const key = settingAt(own, KEY)
  const others = own.filter(({ path }) => path === 'llm.apiKeyEnv' || path === 'llm.apiKeyFile')
  if (!desk)
    return (
      <>
        {failure && <ErrorBlock title={say('providersFailed')} error={failure} />}
        <Fields list={own} settings={settings} />
      </>
    )
  const { provider } = desk
  // what the settings name may come from a file or a variable, of which the desk knows nothing
  const lack = desk.lack === 'needKey' && key?.isSet ? undefined : desk.lack
  const asksNoKey = provider.id === 'practice' || provider.id === 'ollama'
  const change = () => setAsked(count => count + 1)
  return (
    <>
      <div className="settings-fields">
        <ProviderField list={own} settings={settings} desk={desk} />
        <ModelAddress list={own} settings={settings} provider={provider} />
        <ModelName list={own} settings={settings} desk={desk} />
        {key && (!asksNoKey || key.isSet) && (
          <SettingField setting={key} settings={settings} ask={asked} more={<KeyLink desk={desk} />} />
        )}
        {own
          .filter(({ path }) => !placed.includes(path))
          .map(setting => (
            <SettingField key={setting.path} setting={setting} settings={settings} />
          ))}
        <ModelTrial desk={{ ...desk, lack, change }} />
      </div>
      <Part title={sayEntry('keySection')}>
        <Fields list={others} settings={settings} />
      </Part>
    </>
  )
}

function KeyLink({ desk: { draft, provider } }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const url = siteOf(draft, provider)?.keysUrl ?? ''
  if (url === '') return null
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {say('getKey')}
    </a>
  )
}

type ProviderFieldProps = Pick<PageProps, 'list' | 'settings'> & { readonly desk: ModelDesk }

/** Another provider starts afresh: address, model and where its key comes from change together, and go back together. */
function ProviderField({ list, settings, desk }: ProviderFieldProps) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const change = useProviderChange(list, settings)
  const { provider, providers } = desk
  const choose = (id: string) => {
    const next: ProviderView | undefined = providers.find(one => one.id === id)
    if (!next || next.id === provider.id) return
    desk.stopTest()
    change(provider, next)
  }
  const error = settings.errors['llm.provider']?.message
  return (
    <Field
      label={say('provider')}
      help={say('receiver', { who: inLanguage(provider.receiver, language) })}
      {...(error !== undefined && { error })}
    >
      <Select
        value={provider.id}
        options={providers.map(one => ({ value: one.id, label: inLanguage(one.label, language) }))}
        onChange={choose}
      />
    </Field>
  )
}
