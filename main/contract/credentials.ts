import { APP_ID } from './app-id.ts'
import { labelsIn, type Field, type Labelled } from './credential-labels.ts'
import type { Words } from './words.ts'

/** What a pasted text holds. A value that is not there, or can't be right, is left out; `problems` say why, without secrets. */
export type ReadCredentials = {
  readonly appId?: string
  readonly appSecret?: string
  readonly encryptKey?: string
  readonly verificationToken?: string
  readonly problems: readonly Words[]
}

/** What a browser, a chat or a word processor adds to a text without being asked. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
const QUOTES = /[\u2018\u2019\u201a\u201c\u201d\u201e\u300c\u300d`]/g
/** The whole one even when the next label touches it. */
const ID_LIKE = /cli_(?:[0-9a-f]{16}(?![0-9a-z_])|\w*)/g
/** Nobody pastes more to say two words (characters). */
const MOST_READ = 20_000
const SECRET_SHAPE = /^[A-Za-z0-9]{32}$/
/** Shorter words behind a label are remarks. */
const LEAST = 6
const HIDDEN = /^(?:[*•●·.xX]{4,}|your\w*|<.*)$/

/** Finds App ID and secret in whatever was pasted: labelled or bare, in any order, as a table, JSON, a command or a file. */
export function readCredentials(pasted: string): ReadCredentials {
  const text = pasted.slice(0, MOST_READ).replace(INVISIBLE, '').normalize('NFKC').replace(QUOTES, '"')
  if (text.trim() === '') return { problems: [] }
  const labelled = labelsIn(text)
  const ids = [...new Set([...text.matchAll(ID_LIKE)].map(([id]) => id))]
  const problems: Words[] = []
  const appId = idOf(ids, /\bcli_/i.test(text) || valueOf(labelled, 'appId') !== undefined, problems)
  const rest = {
    encryptKey: valueOf(labelled, 'encryptKey'),
    verificationToken: valueOf(labelled, 'verificationToken'),
  }
  const appSecret = secretOf(text, labelled, [...ids, rest.encryptKey, rest.verificationToken], problems)
  const found = { appId, appSecret, ...rest }
  if (problems.length === 0 && Object.values(found).every(value => value === undefined)) problems.push(says.nothing)
  return { ...present(found), problems }
}

/** The first word of a region that is no punctuation and no Chinese. */
const firstWord = (region: string): string | undefined =>
  /[\x21-\x7e]*[A-Za-z0-9*•●][^\s"',;)}\]]*/.exec(bare(region))?.[0]

const isValue = (word: string | undefined): word is string =>
  word !== undefined && word.length >= LEAST && !HIDDEN.test(word)

/** Without what stands between a label and its value: `": "`, ` = '`, a remark in brackets. */
const bare = (region: string): string =>
  region.replace(/^[^\x21-\x7e•●]*(?:\([^)]*\))?[\s"':=>,|*#-]*(?=[^*]|\*{4})/, '')

const valueOf = (labelled: readonly Labelled[], field: Field): string | undefined => {
  const words = labelled.filter(label => label.field === field).map(({ region }) => firstWord(region))
  return words.find(word => isValue(word) && !APP_ID.test(word))
}

function idOf(ids: readonly string[], isTried: boolean, problems: Words[]): string | undefined {
  const good = ids.filter(id => APP_ID.test(id))
  if (good.length > 1) problems.push(says.twoIds)
  else if (good.length === 0 && isTried) problems.push(says.badId)
  return good.length === 1 ? good[0] : undefined
}

type Known = readonly (string | undefined)[]

function secretOf(text: string, labelled: readonly Labelled[], known: Known, problems: Words[]): string | undefined {
  const regions = labelled.filter(({ field }) => field === 'appSecret').map(({ region }) => region)
  if (isSwapped(labelled)) {
    problems.push(says.swapped)
    return valueOf(labelled, 'appId')
  }
  if (regions.some(isTorn)) return void problems.push(says.torn)
  const named = [...new Set(regions.map(secretIn).filter(word => word !== undefined && !known.includes(word)))]
  if (named.length > 1) return void problems.push(says.twoSecrets)
  if (named.length === 1) return named[0]
  if (regions.some(isHidden)) return void problems.push(says.hidden)
  return bareSecret(text, known, problems)
}

/** A secret of the platform's own form wins over any other word behind the label. */
function secretIn(region: string): string | undefined {
  const words = bare(region).match(/[A-Za-z0-9]{32}(?![A-Za-z0-9])/)
  const word = words?.[0] ?? firstWord(region)
  return isValue(word) && !/^cli_/i.test(word) ? word : undefined
}

/** The App ID stands behind the label of the secret, and something else behind its own. */
function isSwapped(labelled: readonly Labelled[]): boolean {
  const behind = (field: Field) =>
    labelled.filter(label => label.field === field).map(({ region }) => firstWord(region))
  const other = behind('appId').find(word => isValue(word) && !/^cli_/i.test(word))
  return other !== undefined && behind('appSecret').some(word => word !== undefined && APP_ID.test(word))
}

const isHidden = (region: string): boolean =>
  HIDDEN.test(firstWord(region) ?? '') || /^[\s"':=>,|#-]*[*•●·]{4,}/.test(region)

/** A blank or a line break inside the value: between its quotes, or where the pieces together are what a secret is. */
function isTorn(region: string): boolean {
  const quoted = /^["']?\s*[:=]\s*(["'])([^"'\n]*)\1/.exec(region)?.[2]
  if (quoted !== undefined) return /\S\s+\S/.test(quoted.trim())
  const [value = ''] = bare(region).split(/["',;|]/)
  const [line = ''] = value.split('\n')
  const pieces = line.trim().split(/\s+/)
  return (
    isInPieces(value.trim().split(/\s+/).slice(0, MOST_PIECES)) ||
    (pieces.length === 2 && pieces.every(piece => /^[A-Za-z0-9]{6,31}$/.test(piece) && isMixed(piece)))
  )
}

const MOST_PIECES = 4

/** The first words together are of the platform's own form, and none of them alone. */
const isInPieces = (words: readonly string[]): boolean =>
  words.some((_, index) => {
    const pieces = words.slice(0, index + 1)
    const whole = pieces.join('')
    return (
      index > 0 && SECRET_SHAPE.test(whole) && isMixed(whole) && pieces.every(piece => /^[A-Za-z0-9]+$/.test(piece))
    )
  })

/** Without a label only the form tells: 32 letters and digits, or the only long word that mixes both. */
function bareSecret(text: string, known: Known, problems: Words[]): string | undefined {
  const words = (text.match(/[\w-]{16,128}/g) ?? []).filter(word => !known.includes(word) && isLikely(word))
  const likely = words.filter(word => SECRET_SHAPE.test(word))
  const candidates = [...new Set(likely.length > 0 ? likely : words)]
  const all = text.replace(ID_LIKE, ' ').split(/\s+/)
  if (likely.length === 0 && all.some((_, at) => isInPieces(all.slice(at, at + MOST_PIECES))))
    return void problems.push(says.torn)
  if (candidates.length > 1) return void problems.push(says.manySecrets)
  return candidates[0]
}

const isLikely = (word: string): boolean =>
  isMixed(word) || (SECRET_SHAPE.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word))

const isMixed = (word: string): boolean =>
  /\d/.test(word) && /[a-z]/i.test(word) && !/^(?:cli|ou|oc|om|on)_/i.test(word)

type Found = Readonly<Record<Field, string | undefined>>

const present = (found: Found): Partial<Record<Field, string>> =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))

const says = {
  nothing: {
    en: 'No App ID and no App Secret in this text. Copy both from Credentials & Basic Info in the developer console.',
    zh: '没有找到 App ID 和 App Secret，请从开发者后台「凭证与基础信息」复制这两项。',
  },
  badId: {
    en: 'The App ID is not complete: it is cli_ followed by 16 characters from 0-9 and a-f.',
    zh: 'App ID 不完整：应为 cli_ 加 16 位 0-9、a-f 字符。',
  },
  twoIds: {
    en: 'There are two different App IDs in this text. Paste one bot at a time.',
    zh: '文本中有两个不同的 App ID，请一次只粘贴一个机器人的凭证。',
  },
  swapped: {
    en: 'App ID and App Secret stood in each other’s place; they were put right. The App ID is the one that begins with cli_.',
    zh: 'App ID 与 App Secret 填反了，已自动调换。以 cli_ 开头的是 App ID。',
  },
  torn: {
    en: 'There is a blank inside the App Secret. Copy it again with the copy button beside it.',
    zh: 'App Secret 中间有空格，请用旁边的复制按钮重新复制。',
  },
  hidden: {
    en: 'The App Secret is still hidden or a placeholder. Use the copy button beside it in the console.',
    zh: 'App Secret 仍是隐藏状态或占位符，请在后台点旁边的复制按钮。',
  },
  twoSecrets: {
    en: 'There are two different App Secrets in this text. Paste one bot at a time.',
    zh: '文本中有两个不同的 App Secret，请一次只粘贴一个机器人的凭证。',
  },
  manySecrets: {
    en: 'Several words could be the App Secret. Write "App Secret:" before the right one.',
    zh: '有多段文字都可能是 App Secret，请在正确的一段前写上 “App Secret:”。',
  },
} as const satisfies Record<string, Words>
