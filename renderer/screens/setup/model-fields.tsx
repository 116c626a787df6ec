import { useLanguage, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Suggest } from '../../ui/suggest.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { modelWords } from '../../words/setup-model.ts'
import { siteOf, withProvider } from './model-draft.ts'
import { KeyField } from './model-key.tsx'
import { useOnScreen } from './use-model-labels.ts'
import type { ModelDesk } from './use-model.ts'

/** Provider, site or address, key, model. Each says what it means for what people write. */
export function ModelFields({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const { draft, provider, providers } = desk
  const choose = (id: string) => {
    const next = providers.find(one => one.id === id)
    if (!next) return
    desk.key.drop()
    desk.stopTest()
    desk.change(withProvider(next))
  }
  return (
    <div className="model-fields">
      <Field label={say('provider')} help={say('receiver', { who: inLanguage(provider.receiver, language) })}>
        <Select
          value={draft.provider}
          options={providers.map(one => ({ value: one.id, label: inLanguage(one.label, language) }))}
          onChange={choose}
        />
      </Field>
      {provider.sites.length > 1 && (
        <Field label={say('site')}>
          <Select
            value={siteOf(draft, provider)?.apiBase ?? ''}
            options={provider.sites.map(site => ({ value: site.apiBase, label: inLanguage(site.label, language) }))}
            onChange={apiBase => desk.change({ ...draft, apiBase, variable: '' })}
          />
        </Field>
      )}
      {provider.sites.length === 0 && provider.id !== 'practice' && (
        <Field label={say('address')} help={say('addressHelp')}>
          <Input
            isCode
            type="url"
            value={draft.apiBase}
            onChange={apiBase => desk.change({ ...draft, apiBase: apiBase.trim(), variable: '' })}
            placeholder="https://…/v1"
          />
        </Field>
      )}
      {provider.id !== 'ollama' && provider.id !== 'practice' && <KeyField desk={desk} />}
      {provider.id !== 'practice' && <ModelField desk={desk} />}
    </div>
  )
}

function ModelField({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const words = useLanguage() === 'en' ? 'en' : 'zh'
  const onScreen = useOnScreen(desk)
  const { draft, listing } = desk
  const models = listing.list?.models ?? []
  const detailOf = (model: (typeof models)[number]) =>
    [model.tools === false ? say('noTools') : '', model.sees === 'yes' ? say('sees') : ''].filter(Boolean).join(', ')
  return (
    <Field
      label={say('model')}
      help={helpOf()}
      beside={listing.failure && <Button onClick={desk.readList}>{say('readList')}</Button>}
    >
      <Suggest
        value={draft.model}
        onChange={model => desk.change({ ...draft, model })}
        suggestions={models.map(model => ({ value: model.id, detail: detailOf(model) }))}
        none={say('noMatch')}
        placeholder={say('modelSearch')}
      />
    </Field>
  )

  function helpOf(): string {
    if (listing.busy) return say('listing')
    if (listing.failure)
      return say('listFailed', { reason: onScreen(listing.failure.says?.[words] ?? listing.failure.message) })
    if (!listing.list) return desk.lack === 'needKey' ? say('listLater') : ''
    if (!listing.list.listed) return say('notListed')
    return say('listed', { count: models.length })
  }
}
