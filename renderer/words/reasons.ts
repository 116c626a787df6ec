import { reasonWords } from '../../main/contract/reasons.ts'
import { inLanguage } from './in-language.ts'
import type { ScreenLanguage } from './translator.ts'

/** Why an event got its fate, in the reader's language; words that are nobody's of ours stay as they were stored. */
export function reasonIn(reason: string, language: ScreenLanguage): string {
  const words = reasonWords(reason)
  return words ? inLanguage(words, language) : reason
}
