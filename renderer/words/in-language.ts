import type { Words } from '../../main/contract/words.ts'
import type { ScreenLanguage } from './translator.ts'

/** What the service says in both languages, in the reader's. */
export const inLanguage = (words: Words, language: ScreenLanguage): string => (language === 'en' ? words.en : words.zh)
