import { useLanguage, useWords } from '../../hooks.ts'
import { inLanguage } from '../../words/in-language.ts'
import { modelWords } from '../../words/setup-model.ts'
import type { ModelDesk } from './use-model.ts'
import { onScreen } from './model-said.ts'

/** Says a message with the words of this screen. */
export function useOnScreen({ provider }: Pick<ModelDesk, 'provider'>): (text: string) => string {
  const say = useWords(modelWords)
  const language = useLanguage()
  const labels = {
    // "Qwen (Alibaba Cloud)": in a sentence the name alone
    provider: inLanguage(provider.label, language).replace(/\s*[（(][^（()）]*[)）]$/, ''),
    address: `“${say(provider.sites.length > 1 ? 'site' : 'address')}”`,
    key: `“${say('key')}”`,
    model: `“${say('model')}”`,
  }
  return text => onScreen(text, provider, labels)
}
