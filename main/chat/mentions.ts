import type { Body } from './message.ts'
import { endsThere } from './name-ends.ts'
import { stretchesOf } from './prose.ts'

/** Somebody who can be called in a chat. */
export type Member = { readonly openId: string; readonly name: string }

/** A text as it is sent where people can be called, and who is called by it. */
export type Called = {
  readonly text: string
  /** Open IDs; nobody else can be called by the text. */
  readonly mentions: readonly string[]
}

/** Finds in a text whom it calls. */
export type Caller = (text: string) => Called

/** Where nobody can be called: every text stays as it is. */
export const nobody: Caller = text => ({ text, mentions: [] })

/** An answer as a finished card shows it. */
export function calledView(answer: string, call: Caller) {
  const { text, mentions } = call(answer)
  return mentions.length > 0 ? { answer: text, mentions, plain: answer } : { answer }
}

/** A part of an answer as a message. Only a card calls people in markdown, so one that calls somebody becomes one. */
export function calledBody(body: Body, call: Caller): Body {
  if (body.kind !== 'text' && body.kind !== 'markdown') return body
  const { text, mentions } = call(body.text)
  return mentions.length > 0 ? { kind: 'markdown', text, form: 'card', mentions } : body
}

/** More than this looks like an accident, and each one rings somebody. */
const MOST = 20
const OPEN_ID = /^ou_[A-Za-z0-9_-]+$/
/** Words for everybody, also when somebody bears one of them as a name. */
const EVERYBODY = new Set(['all', 'everyone', 'everybody', 'here', 'channel', '所有人', '全体成员', '大家'])
/** As models write the tag, with the name inside or without. */
const TAG = /<at (?:user_|open_)?id=["']?(ou_[A-Za-z0-9_-]+)["']?>([^<>\n]{0,100})<\/at>/g

/**
 * `@Name` and `<at id=ou_…></at>` in what the model writes become calls, but only of the people given; everything else
 * stays text. A name counts where it is whole, the longest that fits, and borne by one person alone.
 */
export function caller(members: readonly Member[]): Caller {
  const known = members.filter(({ openId }) => OPEN_ID.test(openId))
  if (known.length === 0) return nobody
  const ids = new Set(known.map(({ openId }) => openId))
  const names = namesOf(known)
  return text => {
    if (!text.includes('@') && !text.includes('<at ')) return { text, mentions: [] }
    const called = new Set<string>()
    const call = (openId: string, otherwise: string) => {
      if (!called.has(openId) && called.size >= MOST) return otherwise
      called.add(openId)
      return `<at id=${openId}></at>`
    }
    const parts = stretchesOf(text).map(part => (part.isCode ? part.text : withCalls(part.text, ids, names, call)))
    return { text: parts.join(''), mentions: [...called] }
  }
}

type Names = { readonly byLength: readonly string[]; readonly owner: ReadonlyMap<string, string | undefined> }
type Call = (openId: string, otherwise: string) => string

/** Each name with its one bearer; a name that two people bear has none, and hides the shorter ones inside it all the same. */
function namesOf(members: readonly Member[]): Names {
  const owner = new Map<string, string | undefined>()
  for (const { openId, name } of members) {
    const plain = name.trim()
    if (plain === '' || plain.length > 100 || /[\n<>`@]/.test(plain)) continue
    const isFree = !EVERYBODY.has(plain.toLowerCase()) && (!owner.has(plain) || owner.get(plain) === openId)
    owner.set(plain, isFree ? openId : undefined)
  }
  return { byLength: [...owner.keys()].toSorted((one, other) => other.length - one.length), owner }
}

/** Tags first; what lies between them is looked through for names. */
function withCalls(words: string, ids: ReadonlySet<string>, names: Names, call: Call): string {
  const parts: string[] = []
  let done = 0
  for (const { index, 0: tag, 1: openId = '' } of words.matchAll(TAG)) {
    parts.push(namesCalled(words.slice(done, index), names, call), ids.has(openId) ? call(openId, tag) : tag)
    done = index + tag.length
  }
  return [...parts, namesCalled(words.slice(done), names, call)].join('')
}

/** Before an `@` that calls: not a letter or sign of an address, nor the bracket of a link. */
const NOT_BEFORE = /[A-Za-z0-9._%+\-/\\[@=&]$/

function namesCalled(words: string, { byLength, owner }: Names, call: Call): string {
  const parts: string[] = []
  let done = 0
  for (let at = words.indexOf('@'); at >= 0; at = words.indexOf('@', at + 1)) {
    if (at < done || NOT_BEFORE.test(words.slice(Math.max(0, at - 1), at))) continue
    const name = byLength.find(
      each => words.startsWith(each, at + 1) && endsThere(each, words.slice(at + 1 + each.length)),
    )
    const openId = name === undefined ? undefined : owner.get(name)
    if (name === undefined || openId === undefined) continue
    parts.push(words.slice(done, at), call(openId, `@${name}`))
    done = at + 1 + name.length
  }
  return [...parts, words.slice(done)].join('')
}
