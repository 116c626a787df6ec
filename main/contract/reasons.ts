import { modelTable, reasonTable } from './reason-words.ts'
import type { Words } from './words.ts'

/**
 * The reason of a fate in both languages. Fates are stored with an English sentence; its Chinese is found by the
 * sentence itself. `undefined` for words that are not ours: then the stored text is all there is.
 */
export function reasonWords(reason: string): Words | undefined {
  if (reason.length > LONGEST) return undefined
  return first(whole, match => match(reason)) ?? first(models, match => match(reason))
}

/** Longer reasons hold what others said; they are not looked through. */
const LONGEST = 2000

type Match = (reason: string) => Words | undefined

/** The names of holes never hold these words' own punctuation, so the last hole takes what is left. */
function matcherOf({ en, zh }: Words, end: string, endOf: (found: Found) => string): Match {
  const names = [...en.matchAll(/\{(\w+)\}/g)].map(hole => hole[1] ?? '')
  const pattern = en.split(/\{\w+\}/).map(escaped)
  const expression = new RegExp(`^${pattern.join('([^]+?)')}${end}$`)
  return reason => {
    const found = expression.exec(reason)
    if (!found) return undefined
    const filled = zh.replaceAll(/\{(\w+)\}/g, (_, name: string) => found[names.indexOf(name) + 1] ?? '')
    return { en: reason, zh: `${filled}${endOf(found.groups ?? {})}` }
  }
}

type Found = Readonly<Record<string, string | undefined>>

/** "(where)", and then a full stop or what the provider said. */
const told = ({ where, said }: Found): string =>
  `${where === undefined ? '' : `（${where}）`}${said === undefined ? '。' : `：${said}`}`

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const whole = reasonTable.map(words => matcherOf(words, '', () => ''))
const models = modelTable.map(words => matcherOf(words, '(?: \\((?<where>[^)]*)\\))?(?:\\.|: (?<said>[^]+))', told))

function first(matchers: readonly Match[], use: (match: Match) => Words | undefined): Words | undefined {
  for (const match of matchers) {
    const words = use(match)
    if (words) return words
  }
  return undefined
}
