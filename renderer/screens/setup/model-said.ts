import type { ProviderView } from '../../../main/contract/models.ts'

/** What the screen calls the provider and the fields that messages name as settings. */
export type ModelLabels = {
  readonly provider: string
  readonly address: string
  readonly key: string
  readonly model: string
}

/**
 * A message of the model's as this screen says it: with the labels that stand on it instead of the names that the
 * configuration and the log have. Hosts and models that hold the provider's name keep it.
 */
export function onScreen(text: string, { id }: Pick<ProviderView, 'id'>, labels: ModelLabels): string {
  const settings = {
    'llm.apiBase': labels.address,
    'llm.apiKey': labels.key,
    'llm.model': labels.model,
  }
  const named = Object.entries(settings).reduce((all, [path, label]) => all.replaceAll(wordOf(path), () => label), text)
  return id === 'practice' ? named : named.replaceAll(wordOf(id), () => labels.provider) // also an ordinary word
}

/** Not as a part of an address or of a longer name. */
const wordOf = (id: string): RegExp => new RegExp(`(?<![\\w./@-])${id}(?![\\w/@:-]|\\.\\w)`, 'g')
