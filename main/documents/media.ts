import { readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { markDownloaded, type MarkDownloaded } from './downloaded.ts'
import { problems, type Findings } from './findings.ts'
import { DocumentReader } from './reader.ts'
import { Shelf, usualShelf, type Origin, type ShelfLimits } from './shelf.ts'
import type { Transcriber } from './transcriber.ts'
import { AppError } from '../contract/errors.ts'
import type { Logger } from '../base/logger.ts'

/** What is remembered of a received file; its paths are those inside the folder of received files. */
export type ReceivedRow = {
  readonly account: string
  readonly messageId: string
  readonly fileKey: string
  readonly chatId: string
  readonly path: string
  readonly textPath?: string
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
  readonly at: number
}

export type MediaOptions = {
  /** The folder of everything that was received. */
  readonly root: string
  readonly received: {
    find(account: string, messageId: string, fileKey: string): Promise<ReceivedRow | undefined>
    add(row: ReceivedRow): Promise<void>
  }
  /** Turns a voice message into words, where somebody does. */
  readonly transcriber: () => Transcriber | undefined
  readonly now: () => number
  readonly log: Logger
  readonly limits?: ShelfLimits
  readonly mark?: MarkDownloaded
}

type Attachment = { readonly key: string; readonly messageId: string; readonly form: string; readonly name: string }
type Download = { readonly content: Readable; readonly bytes?: number; readonly name?: string }
type Chat = Pick<Origin, 'account' | 'chatId'>

/** What a file is called that has no name of its own. */
const FALLBACK: Readonly<Record<string, string>> = { picture: 'picture', voice: 'voice.opus', video: 'video.mp4' }
/** The name under which a chat's tools see what was received in it. */
const MOUNT = 'received'
/** A picture beyond this is never loaded for a model. */
const MOST_PICTURE = 5_000_000

/** Everything about received files: kept apart, marked, looked into, remembered. Nothing runs until it is asked. */
export function createMedia(options: MediaOptions) {
  const { root, received, transcriber, now, log, limits = usualShelf } = options
  const mark = options.mark ?? markDownloaded(process.platform, now)
  const shelf = new Shelf({ root, limits, mark, log })
  const reader = new DocumentReader(log)

  /** Fetches it unless it is kept already: a quoted file, or a turn that begins anew after a crash. */
  async function place(
    chat: Chat,
    { key, messageId, form, name }: Attachment,
    fetch: () => Promise<Download>,
    signal: AbortSignal,
  ) {
    const known = await received.find(chat.account, messageId, key)
    if (known?.chatId === chat.chatId && (await isFile(join(root, known.path)))) return known
    const { content, bytes: stated, name: given } = await fetch()
    const origin = { ...chat, messageId }
    const { path, bytes } = await shelf.keep(origin, name || given || FALLBACK[form] || 'file', content, stated, signal)
    return {
      ...origin,
      fileKey: key,
      path: within(path),
      name: path.slice(path.lastIndexOf(sep) + 1),
      bytes,
      mediaType: '',
      at: now(),
    }
  }

  async function receive(chat: Chat, attachment: Attachment, fetch: () => Promise<Download>, signal: AbortSignal) {
    const row: ReceivedRow = await place(chat, attachment, fetch, signal)
    const path = join(root, row.path)
    const found = await reader.look(path, attachment.name || promised(row.name, attachment.form), signal)
    const textPath = await keepText(row, path, found)
    await received.add({
      ...row,
      mediaType: found.mediaType,
      ...(textPath === undefined ? {} : { textPath: within(textPath) }),
    })
    return kept(chat, row, found, textPath)
  }

  async function keepText(row: ReceivedRow, path: string, { text, plain }: Findings): Promise<string | undefined> {
    if (text === undefined) return undefined
    if (plain) return path
    const known = row.textPath === undefined ? undefined : join(root, row.textPath)
    return known !== undefined && (await isFile(known)) ? known : shelf.writeBeside(path, text)
  }

  function kept(chat: Chat, row: ReceivedRow, found: Findings, textPath: string | undefined) {
    const placeOf = (path: string) => `${MOUNT}/${shelf.within(chat, path)}`
    const { name, bytes, path } = row
    const { type, mediaType, text, cut = 0, picture, problem, misnamed = false } = found
    return {
      name,
      bytes,
      type,
      mediaType,
      path,
      misnamed,
      place: placeOf(join(root, path)),
      ...(picture ? { picture } : {}),
      ...(text !== undefined && textPath !== undefined
        ? { text: { content: text, left: cut, place: placeOf(textPath) } }
        : {}),
      ...(problem ? { problem: problems[problem] } : {}),
    }
  }

  const within = (path: string): string => relative(root, path).replaceAll(sep, '/')

  return {
    receive,
    hears: () => transcriber() !== undefined,
    transcribe: async ({ path, name }: { path: string; name: string }, signal: AbortSignal): Promise<string> => {
      const hear = transcriber()
      if (!hear) throw new AppError('not-found', 'No service for voice messages is set.')
      return hear(await readFile(join(root, path)), name, signal)
    },
    /** The content of a received picture; `undefined` when it is gone, or no path of ours. */
    loadPicture: async (path: string): Promise<Uint8Array | undefined> => {
      const whole = join(root, path)
      if (!whole.startsWith(root + sep)) return undefined
      const size = await sizeOf(whole)
      return size === undefined || size > MOST_PICTURE ? undefined : readFile(whole)
    },
    /** Where the files of a chat are, for its tools. */
    folderOf: (chat: Chat): string => shelf.folderOf(chat),
    /** Takes away what a crash left half; called once at the start. */
    tidy: () => shelf.tidy(),
  }
}

/** A name that we gave promises nothing about what is in the file. */
const promised = (name: string, form: string): string => (name === FALLBACK[form] ? '' : name)

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    stats => (stats.isFile() ? stats.size : undefined),
    () => undefined, // gone meanwhile, as the oldest files go
  )

const isFile = async (path: string): Promise<boolean> => (await sizeOf(path)) !== undefined
