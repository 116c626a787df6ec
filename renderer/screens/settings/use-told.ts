import { useCallback } from 'react'
import { useServices } from '../../hooks.ts'
import { hanSpaced } from '../../ui/han-space.ts'
import type { Dictionary, Entries, Holes } from '../../words/define.ts'
import { speak, type ScreenLanguage } from '../../words/translator.ts'

/** Makes a sentence that is said later, in whatever language the reader has chosen by then. */
export type Tell<E extends Entries> = <K extends keyof E & string>(
  key: K,
  values: Readonly<Record<Holes<E[K]>, string | number>>,
) => (language: ScreenLanguage) => string

export function useTold<E extends Entries>(dictionary: Dictionary<E>): Tell<E> {
  const { translator } = useServices()
  return useCallback(
    (key, values) => language =>
      hanSpaced(
        speak(translator, dictionary, language)
          .parts(key, values)
          .map(part => ('text' in part ? part.text : ''))
          .join(''),
      ),
    [translator, dictionary],
  )
}
