import { constants, createReadStream, type ReadStream } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { Content } from './bodies.ts'
import { limited, patient, repeated, type Calling } from './calling.ts'
import { MEDIA_TIMEOUT_MS } from './http.ts'
import { appLimits } from './limits.ts'

type Kind = 'image' | 'file'
type Form = (content: ReadStream) => Readonly<Record<string, unknown>>

const MB = 1024 * 1024
/** What the platform takes: 10 MB for an image, 30 MB for a file, nothing empty. */
const MOST_BYTES: Readonly<Record<Kind, number>> = { image: 10 * MB, file: 30 * MB }

const FILE_TYPES: Readonly<Record<string, string>> = {
  '.opus': 'opus',
  '.mp4': 'mp4',
  '.pdf': 'pdf',
  '.doc': 'doc',
  '.docx': 'doc',
  '.xls': 'xls',
  '.xlsx': 'xls',
  '.ppt': 'ppt',
  '.pptx': 'ppt',
}

/** A video or a voice message must be sent as what it was uploaded as (230055). */
const MESSAGE_TYPES: Readonly<Record<string, string>> = { opus: 'audio', mp4: 'media' }

const ImageAnswer = z.object({ data: z.object({ image_key: z.string() }) })
const FileAnswer = z.object({ data: z.object({ file_key: z.string() }) })

/** How the platform calls a file of this name. */
export const fileTypeOf = (name: string): string => FILE_TYPES[extname(name).toLowerCase()] ?? 'stream'

/** Why a file can't be sent, in words that its sender understands; `undefined` when it can. */
export function refusalOf(kind: Kind, name: string, bytes: number): AppError | undefined {
  if (bytes === 0) return new AppError('bad-request', `${name} is empty; empty files can't be sent.`)
  const most = MOST_BYTES[kind]
  if (bytes <= most) return undefined
  const size = (bytes / MB).toFixed(1)
  return new AppError(
    'lark-content-refused',
    `${name} has ${size} MB; the platform takes ${most / MB} MB for ${kind === 'image' ? 'an image' : 'a file'}.`,
  )
}

const imageForm: Form = image => ({ image_type: 'message', image })

/** Brings files of this computer to the platform. */
export class Uploads {
  readonly #calling: Calling

  constructor(calling: Calling) {
    this.#calling = calling
  }

  /** Gives the content of a message that shows the file. */
  async upload(kind: Kind, path: string, signal: AbortSignal): Promise<Content> {
    const refusal = refusalOf(kind, basename(path), await sizeOf(path))
    if (refusal) throw refusal
    return kind === 'image' ? this.#image(path, signal) : this.#file(path, signal)
  }

  async #image(path: string, signal: AbortSignal): Promise<Content> {
    const { data } = await this.#call('/open-apis/im/v1/images', path, imageForm, ImageAnswer, signal)
    return { messageType: 'image', content: JSON.stringify({ image_key: data.image_key }) }
  }

  async #file(path: string, signal: AbortSignal): Promise<Content> {
    const type = fileTypeOf(path)
    const form: Form = file => ({ file_type: type, file_name: basename(path), file })
    const { data } = await this.#call('/open-apis/im/v1/files', path, form, FileAnswer, signal)
    return { messageType: MESSAGE_TYPES[type] ?? 'file', content: JSON.stringify({ file_key: data.file_key }) }
  }

  /** Every attempt opens the file anew, when its turn has come: a stream is used up by the first. */
  #call<T>(url: string, path: string, form: Form, answer: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const attempt = async () => {
      const stream = createReadStream(path)
      const request = { method: 'POST', url, data: form(stream), multipart: true, kind: 'media', answer } as const
      try {
        return await this.#calling.platform.call({ ...request, timeoutMs: MEDIA_TIMEOUT_MS }, signal)
      } finally {
        stream.destroy()
      }
    }
    const inTurn = () => limited(this.#calling, appLimits('upload'), attempt, signal)
    return repeated(inTurn, patient, this.#calling, signal)
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await readable(path).catch((thrown: unknown) => {
    throw new AppError('not-found', `There is no file ${path} that can be read.`, { cause: thrown })
  })
  if (!found.isFile()) throw new AppError('bad-request', `${path} is no file.`)
  return found.size
}

async function readable(path: string) {
  await access(path, constants.R_OK)
  return stat(path)
}
