import type { LanguageModel } from 'ai'

/** A model that is ready to be asked. Made by the catalog of providers, used by one turn. */
export type ModelHandle = {
  readonly model: LanguageModel
  readonly provider: string
  /** As the provider names it. */
  readonly name: string
  /** False when no key is sent, so that a refusal can say that the key is missing. */
  readonly keyed: boolean
  /** Takes the key out of a text before anybody sees it. */
  redact(text: string): string
}
