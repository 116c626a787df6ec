import type { SettingView } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { choiceWords, settingsWords } from '../../words/settings.ts'
import { shortValue } from './values.ts'

export type Short = (setting: Pick<SettingView, 'kind' | 'options'>, value: unknown) => string

const named: Readonly<Record<string, unknown>> = choiceWords.entries

const isNamed = (value: string): value is keyof typeof choiceWords.entries => Object.hasOwn(named, value)

/** A value in a few words, as the reader would say it: the name of a choice, on or off, or the value itself. */
export function useShortValue(): Short {
  const say = useWords(settingsWords)
  const sayChoice = useWords(choiceWords)
  return ({ kind, options }, value) => {
    if (kind === 'switch') return say(value === true ? 'on' : 'off')
    if (options && typeof value === 'string' && isNamed(value)) return sayChoice(value)
    return shortValue(value) ?? say('empty')
  }
}

/** The name of a fixed value. */
export function useChoiceName(): (value: string) => string {
  const say = useWords(choiceWords)
  return value => (isNamed(value) ? say(value) : value)
}
