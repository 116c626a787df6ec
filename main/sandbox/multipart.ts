import { Refusal } from './refusal.ts'

/** One part of a form: with a filename or a content type it is a file, even if the name is missing. */
type FormPart = {
  readonly name: string
  readonly filename: string | undefined
  readonly isFile: boolean
  readonly bytes: Buffer
}

/** A form's parts by name. The SDK sends buffers without a filename, which web form parsers would turn into text. */
export type Form = ReadonlyMap<string, FormPart>

const boundaryOf = /boundary=(?:"([^"]+)"|([^;\s]+))/i
const nameOf = /(?:^|;)\s*name="([^"]*)"/i
const filenameOf = /(?:^|;)\s*filename="([^"]*)"/i

/** Refuses with 9499 what is no multipart form. */
export function parseForm(contentType: string, body: Buffer): Form {
  const match = boundaryOf.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (!/^multipart\/form-data/i.test(contentType) || boundary === undefined) throw new Refusal(9499, 'Bad Request')
  const parts = split(body, Buffer.from(`--${boundary}`)).flatMap(piece => readPart(piece) ?? [])
  return new Map(parts.map(part => [part.name, part]))
}

/** What stands between two boundaries, without the line breaks that belong to them. */
function split(body: Buffer, boundary: Buffer): readonly Buffer[] {
  const pieces: Buffer[] = []
  for (let start = body.indexOf(boundary); start >= 0;) {
    const next = body.indexOf(boundary, start + boundary.length)
    if (next < 0) break
    pieces.push(body.subarray(start + boundary.length + 2, next - 2))
    start = next
  }
  return pieces
}

function readPart(piece: Buffer): FormPart | undefined {
  const end = piece.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const lines = piece.subarray(0, end).toString('utf8').split('\r\n')
  const disposition = lines.find(line => /^content-disposition:/i.test(line))?.replace(/^[^:]*:\s*form-data/i, '') ?? ''
  const name = nameOf.exec(disposition)?.[1]
  if (name === undefined) return undefined
  const filename = filenameOf.exec(disposition)?.[1]
  const isFile = filename !== undefined || lines.some(line => /^content-type:/i.test(line))
  return { name, filename, isFile, bytes: piece.subarray(end + 4) }
}
