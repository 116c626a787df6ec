import { useMemo, useState } from 'react'
import { fates, type Fate } from '../../../main/contract/fates.ts'
import { MOST_LIKE, type LogLike } from '../../../main/contract/log-like.ts'
import type { LogFilter } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { hanSpacedAround } from '../../ui/han-space.ts'
import { fateWords } from '../../words/fates.ts'
import { lineIn, translatedLines } from '../../words/log-lines.ts'
import { logWords } from '../../words/log.ts'
import type { Say, ScreenLanguage } from '../../words/translator.ts'
import type { Names } from './names.ts'
import { fateSaid, type LogSay } from './sentence.ts'

/** What the rows say in the reader's language. */
export type Speech = {
  readonly say: LogSay
  readonly sayFate: Say<(typeof fateWords)['entries']>
  readonly language: ScreenLanguage
}

/** The filter with what its text means on this screen; the same object as long as nothing in it changes. */
export function useSearch(filter: LogFilter, names: Names): LogFilter {
  const say = useWords(logWords)
  const sayFate = useWords(fateWords)
  const language = useLanguage()
  const wanted = useMemo(() => {
    const also = filter.text ? alsoFound(filter.text, names, { say, sayFate, language }) : []
    return also.length > 0 ? { ...filter, also } : filter
  }, [filter, names, say, sayFate, language])
  const [kept, keep] = useState(wanted)
  // names are read again now and then; the log only when that changes what is looked for
  if (kept !== wanted && JSON.stringify(kept) !== JSON.stringify(wanted)) keep(wanted)
  return kept
}

/** Stands for a name in a sentence; nobody's name holds this character. */
const WHO = '\u0001'

/** The rows in whose words the text stands, though the log itself holds only IDs, fates and English lines. */
export function alsoFound(text: string, names: Names, { say, sayFate, language }: Speech): LogLike[] {
  const holds = (words: string) => words.toLowerCase().includes(text.toLowerCase())
  const said = fates.map(fate => ({ fate, sentence: fateSaid(fate, WHO, '', say) }))
  const isAnyone = ({ fate, sentence }: Said) => holds(sayFate(fate)) || holds(sentence)
  const people = names.people.filter(({ name }) => name !== '' && holds(name))
  const others = names.people.filter(({ name }) => name !== '' && !holds(name))
  const groups = names.groups.filter(({ name }) => holds(name))
  return [
    ...people.map(({ account, openId }) => ({ account, senderId: openId })),
    ...groups.map(({ account, chatId }) => ({ account, chatId })),
    ...said.filter(isAnyone).map(({ fate }) => ({ fate })),
    ...translatedLines.filter(line => holds(lineIn(line, language))).map(message => ({ message })),
    ...others.flatMap(({ account, openId, name }) =>
      said
        .filter(one => !isAnyone(one) && holds(about(name, one)))
        .map(({ fate }) => ({ account, senderId: openId, fate })),
    ),
  ].slice(0, MOST_LIKE)
}

type Said = { readonly fate: Fate; readonly sentence: string }

/** The sentence as it is read about this person. */
const about = (name: string, { sentence }: Said): string =>
  hanSpacedAround(
    sentence.replace(WHO, () => name),
    name,
  )
