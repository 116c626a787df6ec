import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { defineTool, type AnsweredMessage } from '../agent/tool.ts'
import { sizeOf } from './size.ts'
import { withFile } from './workspace.ts'

/** Brings a file into the chat of this turn. What is sent is what was opened, whatever lies at its path later. */
export type SendFilePort = {
  readonly send: (
    occasion: AnsweredMessage & { readonly account: string; readonly chatId: string },
    file: { readonly content: Readable; readonly name: string; readonly kind: 'image' | 'file' },
    signal: AbortSignal,
    // `already`: the same file went out in this turn before
  ) => Promise<'sent' | 'already' | 'perhaps'>
}

const PICTURES = /\.(png|jpe?g|gif|webp|bmp|tiff?|heic)$/i
/** PNG, JPEG, GIF, WebP (RIFF), BMP, TIFF of both byte orders. */
const BEGINNINGS = /^(?:89504e47|ffd8ff|47494638|52494646|424d|49492a00|4d4d002a)/
/** A container of which HEIC is one: its kind stands behind its length. */
const HEIC = /^.{8}66747970/
const MB = 1024 * 1024
/** A picture over 10 MB still goes as a file, which may have 30. */
const MOST_PICTURE = 10 * MB
const MOST_FILE = 30 * MB

const told = {
  sent: 'Sent {file}.',
  already: '{file} was already sent in answer to this message; it was not sent twice.',
  perhaps: 'It is not known whether {file} was sent before the last restart; it was not sent again.',
} as const

/** Named and made like one: what only has the name of a picture is refused as a picture, and arrives as a file. */
async function isPicture(file: FileHandle, name: string): Promise<boolean> {
  if (!PICTURES.test(name)) return false
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0)
  const beginning = buffer.toString('hex')
  return BEGINNINGS.test(beginning) || HEIC.test(beginning)
}

export const sendFileTool = ({ send }: SendFilePort) =>
  defineTool({
    name: 'send_file',
    describe:
      'Sends a file or a picture of the workspace into this chat, as a message of its own. At most 30 MB. Use it when the person asked for a file.',
    access: 'send',
    input: z.object({ path: z.string().min(1).describe('A file relative to the workspace') }),
    target: ({ path }) => path,
    run: ({ path }, scene, signal) =>
      withFile(scene, path, async (file, size, name) => {
        const { message, account, chatId } = scene
        if (!message) return 'There is no chat that a file could be sent into.'
        if (size === 0) return `${name} is empty; the platform takes no empty files.`
        if (size > MOST_FILE) return `${name} has ${sizeOf(size)}; the platform takes 30 MB at most.`
        const kind = size <= MOST_PICTURE && (await isPicture(file, name)) ? 'image' : 'file'
        // Not a byte more than was looked at: the file may grow meanwhile.
        const content = file.createReadStream({ start: 0, end: size - 1, autoClose: false })
        const state = await send({ ...message, account, chatId }, { content, name: basename(name), kind }, signal)
        return told[state].replace('{file}', `${name} (${sizeOf(size)})`)
      }),
  })
