import { createInstance, type i18n } from 'i18next'
import type { Dictionary, Entries, Holes } from './define.ts'

/** The languages of the screens. */
export type ScreenLanguage = 'en' | 'zh-CN'

export type Values<T> = Readonly<Record<string, T>>

/** Says a sentence of one dictionary in the reader's language. */
export type Say<E extends Entries> = {
  <K extends keyof E & string>(
    key: K,
    ...values: [Holes<E[K]>] extends [never] ? [] : [Readonly<Record<Holes<E[K]>, string | number>>]
  ): string
  /** The same in pieces: text, and the names of holes, so that a screen may put elements into them. */
  readonly parts: (key: keyof E & string, values: Values<string | number>) => readonly Part[]
}

export type Part = { readonly text: string } | { readonly hole: string }

/** i18next without anything loaded: each screen brings its own words. */
export function createTranslator(): i18n {
  const translator = createInstance()
  void translator.init({
    lng: 'en',
    fallbackLng: false,
    initAsync: false,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  })
  return translator
}

/** Marks a hole that is filled with an element; no sentence and no name holds this character. */
const MARK = '\u0000'

export function speak<E extends Entries>(
  translator: i18n,
  { name, entries }: Dictionary<E>,
  language: ScreenLanguage,
): Say<E> {
  if (!translator.hasResourceBundle(language, name))
    translator.addResourceBundle(language, name, bundleOf(entries, language))
  const translate = translator.getFixedT(language, name)
  const say = (key: string, values: Values<string | number> = {}) => translate(key, { ...values })
  const parts = (key: string, values: Values<string | number>) => {
    const kept = entries[key]?.flatMap(text => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '')) ?? []
    const marks = Object.fromEntries(kept.map(hole => [hole, values[hole] ?? `${MARK}${hole}${MARK}`]))
    return split(say(key, marks))
  }
  return Object.assign(say, { parts })
}

const split = (text: string): readonly Part[] =>
  text
    .split(MARK)
    .map((piece, index) => (index % 2 === 1 ? { hole: piece } : { text: piece }))
    .filter(part => 'hole' in part || part.text !== '')

/** The form that i18next reads: a counted sentence becomes one key per plural, its count with the reader's separators. */
function bundleOf(entries: Entries, language: ScreenLanguage): Record<string, string> {
  const counted = (text: string) => text.replaceAll('{{count}}', '{{count, number}}')
  const pairs = Object.entries(entries).flatMap(([key, texts]): [string, string][] => {
    if (texts.length === 2) return [[key, language === 'en' ? texts[0] : texts[1]]]
    if (language === 'zh-CN') return [[`${key}_other`, counted(texts[2])]]
    return [
      [`${key}_one`, counted(texts[0])],
      [`${key}_other`, counted(texts[1])],
    ]
  })
  return Object.fromEntries(pairs)
}
