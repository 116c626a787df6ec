import type { ModelMessage, UserModelMessage } from 'ai'
import type { Eyes, Picture, Taint } from './turn-types.ts'

type Part = Exclude<UserModelMessage['content'], string>[number]

/** In a stored conversation a picture is only named; what follows is its path among the received files. */
const SCHEME = 'perch-media:'
/** More pictures than this are not shown at once. */
const MOST_SHOWN = 5
/** Only the newest of the person's messages carry their pictures; of older ones the words remain. */
const NEWEST = 3

/** A message of a person as it is stored: words, pictures by name, and what in it they did not write themselves. */
export function questionOf(
  text: string,
  pictures: readonly Picture[] = [],
  tainted: readonly Taint[] = [],
): UserModelMessage {
  const files = pictures.map(({ path, mediaType, label }) => ({
    type: 'file' as const,
    data: SCHEME + path,
    mediaType,
    filename: label,
  }))
  const marks = tainted.length > 0 ? { providerOptions: { perch: { tainted: [...tainted] } } } : {}
  return { role: 'user', content: files.length > 0 ? [{ type: 'text', text }, ...files] : text, ...marks }
}

/** What in stored messages their senders did not write themselves. */
export function taintOf(rows: readonly unknown[]): readonly Taint[] {
  const found = rows.flatMap(row => {
    const options = field(field(row, 'providerOptions'), 'perch')
    const tainted = field(options, 'tainted')
    return Array.isArray(tainted) ? tainted : []
  })
  return taints.filter(taint => found.includes(taint))
}

const taints: readonly Taint[] = ['file', 'quote', 'forward', 'card']

/** The messages as the model is given them: pictures with their content where it may see them, else in words. */
export async function withPictures(messages: readonly ModelMessage[], eyes: Eyes | undefined): Promise<ModelMessage[]> {
  const shown: ModelMessage[] = []
  let [people, room] = [0, MOST_SHOWN]
  for (const message of messages.toReversed()) {
    if (message.role !== 'user') {
      shown.unshift(message)
      continue
    }
    people++
    const rest = people <= NEWEST ? room : 0
    const { made, used } = await showIn(message, eyes, rest)
    room -= used
    shown.unshift(made)
  }
  return shown
}

/** True when some of these messages name a picture that a model could be shown. */
export const namesPictures = (messages: readonly ModelMessage[]): boolean =>
  messages.some(({ content }) => typeof content !== 'string' && content.some(part => referenceIn(part) !== undefined))

async function showIn(
  message: UserModelMessage,
  eyes: Eyes | undefined,
  room: number,
): Promise<{ made: UserModelMessage; used: number }> {
  const { content } = message
  if (typeof content === 'string') return { made: { role: 'user', content }, used: 0 }
  const parts: Part[] = []
  let used = 0
  for (const part of content) {
    const reference = referenceIn(part)
    if (reference === undefined) {
      parts.push(part)
      continue
    }
    const bytes = eyes && used < room ? await eyes.load(reference.path) : undefined
    if (bytes) used++
    parts.push(bytes ? { type: 'file', data: bytes, mediaType: reference.mediaType } : inWords(reference.label, eyes))
  }
  return { made: { role: 'user', content: joined(parts) }, used }
}

/** Many models take one text and no list of them. */
const joined = (parts: readonly Part[]): UserModelMessage['content'] =>
  parts.every(part => part.type === 'text') ? parts.map(part => part.text).join('\n') : [...parts]

function inWords(label: string, eyes: Eyes | undefined): Part {
  return { type: 'text', text: `⟦${label}: ${eyes ? 'no longer shown' : 'not visible to this model'}⟧` }
}

type Reference = { readonly path: string; readonly mediaType: string; readonly label: string }

function referenceIn(part: unknown): Reference | undefined {
  const data = field(part, 'data')
  if (field(part, 'type') !== 'file' || typeof data !== 'string' || !data.startsWith(SCHEME)) return undefined
  const label = field(part, 'filename')
  const mediaType = field(part, 'mediaType')
  return {
    path: data.slice(SCHEME.length),
    mediaType: typeof mediaType === 'string' ? mediaType : 'image/png',
    label: typeof label === 'string' ? label : 'picture',
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined // read-only look into unknown JSON
