/** What a label can name. */
export type Field = 'appId' | 'appSecret' | 'encryptKey' | 'verificationToken'

/** A label of the console, of a configuration or of an environment file, and the text up to the next label. */
export type Labelled = { readonly field: Field | 'elsewhere'; readonly region: string }

/** `elsewhere` names a file or a variable that holds the value. */
const LABEL = new RegExp(
  [
    String.raw`(?<elsewhere>(?:app|client)[\s_-]*(?:id|secret)[\s_-]*(?:file|env))`,
    String.raw`(?<encryptKey>encrypt[\s_-]*key|加密\s*(?:密钥|key))`,
    String.raw`(?<verificationToken>verification[\s_-]*token|(?:验证|校验)\s*(?:令牌|token))`,
    String.raw`(?<appId>(?:app|client|应用)[\s_-]*(?:id|编号|标识))`,
    String.raw`(?<appSecret>(?:app|client|应用)[\s_-]*(?:secret|密钥)|(?<![a-z0-9-])secret)(?!s\b|\s*[_-]?key)`,
  ].join('|'),
  'gi',
)

/** Looked at before a label, to see whether it is a part of a word (characters). */
const LONGEST_WORD = 128

/** Every label in the text, in their order. */
export function labelsIn(text: string): readonly Labelled[] {
  const matches: RegExpExecArray[] = []
  for (const match of text.matchAll(LABEL)) if (!isInValue(text, match, matches.at(-1))) matches.push(match)
  return matches.map((match, index) => ({
    field: fieldOf(match),
    region: text.slice(endOf(match), matches[index + 1]?.index ?? text.length),
  }))
}

const endOf = (match: RegExpExecArray): number => match.index + match[0].length

/** Exactly one group of the pattern matched, and groups are named by field. */
const fieldOf = ({ groups = {} }: RegExpExecArray): Labelled['field'] =>
  Object.entries(groups).find(([, value]) => value !== undefined)?.[0] as Labelled['field']

/** A secret that somebody made up may hold the words of a label: `App Secret: my-app-secret-1`. */
function isInValue(text: string, match: RegExpExecArray, last: RegExpExecArray | undefined): boolean {
  const before = /[\w-]*$/.exec(text.slice(Math.max(0, match.index - LONGEST_WORD), match.index))?.[0] ?? ''
  const after = text.slice(endOf(match))
  const between = last && fieldOf(last) === fieldOf(match) && text.slice(endOf(last), match.index - before.length)
  if (between && /^["']?\s*[:=|>]+[\s"']*$/.test(between)) return true
  const isOneWord = /^[\w-]+$/.test(match[0]) && !TOUCHING.test(after) && !NAMES.test(after)
  return isOneWord && (/[A-Za-z0-9]$/.test(before) || /^[\w-]/.test(after))
}

/** What follows makes the word before it a name: `app_id_prod = `. */
const NAMES = /^[\w-]*["']?\s*[:=|>]/
/** A value without anything between it and its label. */
const TOUCHING = /^(?:cli_|[A-Za-z0-9]{32}(?![A-Za-z0-9]))/
