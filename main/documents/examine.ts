import { fileTypeFromBuffer } from 'file-type'
import { decodeText } from '../base/decode-text.ts'
import { isMisnamed, wordsFor } from './file-kinds.ts'
import { MOST_INPUT, MOST_TEXT, type Findings, type Problem } from './findings.ts'
import { pictureSize } from './picture-size.ts'
import { judgeZip } from './zip-guard.ts'

type Told = Pick<Findings, 'text' | 'cut' | 'problem'>
type Reader = (bytes: Buffer) => Promise<string>

/** Documents that are read; the packages come when the first one does. */
const readers: Readonly<Record<string, Reader>> = {
  pdf: async bytes => (await import('./pdf.ts')).pdfText(new Uint8Array(bytes), MOST_TEXT),
  docx: async bytes => (await import('./office.ts')).docxText(bytes),
  xlsx: async bytes => (await import('./office.ts')).xlsxText(bytes, MOST_TEXT),
  pptx: async bytes => (await import('./office.ts')).pptxText(bytes),
}

/** Pictures that models take. */
const VISIBLE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Looks into a file: what it is by its content, and what it says. Runs where it can be ended at any moment. */
export async function examine(bytes: Buffer, name: string): Promise<Findings> {
  if (bytes.length === 0) return { type: 'file', mediaType: 'application/octet-stream', problem: 'empty' }
  const detected = await fileTypeFromBuffer(bytes)
  if (detected === undefined || detected.ext === 'xml') return examineText(bytes, name, detected?.ext)
  const { ext, mime: mediaType } = detected
  const about = { type: wordsFor(ext, mediaType), mediaType, ...misnamed(name, ext) }
  if (ext === 'cfb') return { ...about, problem: judgeCompound(bytes) }
  if (mediaType.startsWith('image/')) return { ...about, ...pictureOf(bytes, mediaType) }
  const reader = Object.hasOwn(readers, ext) ? readers[ext] : undefined
  if (!reader) return isSound(mediaType) ? about : { ...about, problem: 'not-readable' }
  return { ...about, ...(await readDocument(bytes, ext, reader)) }
}

const isSound = (mediaType: string): boolean => /^(audio|video)\//.test(mediaType)

const misnamed = (name: string, detected: string | undefined) =>
  isMisnamed(name, detected) ? { misnamed: true as const } : {}

function pictureOf(bytes: Buffer, mediaType: string): Pick<Findings, 'picture' | 'problem'> {
  if (!VISIBLE.has(mediaType)) return { problem: 'not-shown' }
  const picture = pictureSize(bytes, mediaType)
  return picture ? { picture } : { problem: 'damaged' }
}

/** An encrypted docx, xlsx or pptx is a compound file with this stream in it; else it is a format of before 2007. */
const judgeCompound = (bytes: Buffer): Problem =>
  bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'password' : 'old-office'

async function readDocument(bytes: Buffer, ext: string, reader: Reader): Promise<Told> {
  if (bytes.length > MOST_INPUT) return { problem: 'too-large' }
  const verdict = ext === 'pdf' ? 'fine' : judgeZip(bytes)
  if (verdict !== 'fine') return { problem: verdict }
  try {
    return clipped(await reader(bytes))
  } catch (thrown) {
    // What a reader throws names parts of a stranger's file; the model needs to know only that it can't be read.
    return { problem: thrown instanceof Error && thrown.name === 'PasswordException' ? 'password' : 'damaged' }
  }
}

async function examineText(bytes: Buffer, name: string, ext: string | undefined): Promise<Findings> {
  const text = bytes.length > MOST_INPUT ? undefined : decodeText(bytes)
  if (text === undefined) {
    const problem: Problem = bytes.length > MOST_INPUT ? 'too-large' : 'not-readable'
    return { type: 'file of an unknown kind', mediaType: 'application/octet-stream', ...misnamed(name, ext), problem }
  }
  const { htmlText, isHtml } = await import('./html.ts')
  if (isHtml(text))
    return { type: 'HTML page', mediaType: 'text/html', ...misnamed(name, 'xml'), ...clipped(htmlText(text)) }
  const type = ext === 'xml' ? 'XML file' : 'text file'
  return { type, mediaType: 'text/plain', plain: true, ...misnamed(name, ext), ...clipped(text) }
}

function clipped(text: string): Told {
  const plain = text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '')
  if (plain.trim() === '') return { problem: 'no-text' }
  if (plain.length <= MOST_TEXT) return { text: plain.toWellFormed() }
  return { text: plain.slice(0, MOST_TEXT).toWellFormed(), cut: plain.length - MOST_TEXT }
}
