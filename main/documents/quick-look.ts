import { open } from 'node:fs/promises'
import { isMisnamed, wordsFor } from './file-kinds.ts'
import type { Findings } from './findings.ts'
import { pictureSize } from './picture-size.ts'

/** The size of a picture stands in front; only behind large previews it comes later. */
const HEAD = 256 * 1024

/** By their first bytes in hexadecimal. */
const SIGNS: readonly { readonly ext: string; readonly mediaType: string; readonly sign: RegExp }[] = [
  { ext: 'png', mediaType: 'image/png', sign: /^89504e470d0a1a0a/ },
  { ext: 'jpg', mediaType: 'image/jpeg', sign: /^ffd8ff/ },
  { ext: 'gif', mediaType: 'image/gif', sign: /^474946383[79]61/ },
  { ext: 'webp', mediaType: 'image/webp', sign: /^52494646.{8}57454250565038(20|4c|58)/ },
]

/**
 * What a picture is, from its first bytes alone: the most frequent of files needs no thread, since nothing in it is
 * unpacked. `undefined` for everything that needs a closer look.
 */
export async function quickLook(path: string, name: string): Promise<Findings | undefined> {
  const head = await headOf(path)
  const start = head.subarray(0, 16).toString('hex')
  const kind = SIGNS.find(({ sign }) => sign.test(start))
  const picture = kind && pictureSize(head, kind.mediaType)
  if (!picture) return undefined
  const { ext, mediaType } = kind
  return { type: wordsFor(ext, mediaType), mediaType, picture, ...(isMisnamed(name, ext) ? { misnamed: true } : {}) }
}

async function headOf(path: string): Promise<Buffer> {
  const bytes = Buffer.alloc(HEAD)
  try {
    await using file = await open(path, 'r')
    const { bytesRead } = await file.read(bytes, 0, HEAD, 0)
    return bytes.subarray(0, bytesRead)
  } catch {
    return Buffer.alloc(0) // the closer look finds the same and says so
  }
}
