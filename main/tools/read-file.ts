import { z } from 'zod'
import { defineTool } from '../agent/tool.ts'
import { AppError } from '../contract/errors.ts'
import { decodeText } from '../base/decode-text.ts'
import { sizeOf } from './size.ts'
import { withFile } from './workspace.ts'

const MOST_CHARACTERS = 40_000
const MOST_BYTES = 20_000_000

export const readFileTool = () =>
  defineTool({
    name: 'read_file',
    describe: `Read a text file of the workspace, at most ${MOST_CHARACTERS} characters at once. Longer files are read in parts with offset.`,
    access: 'read',
    input: z.object({
      path: z.string().min(1).describe('A file relative to the workspace'),
      offset: z.int().min(0).default(0).describe('How many characters to skip'),
      limit: z.int().min(1).max(MOST_CHARACTERS).default(MOST_CHARACTERS).describe('How many characters to read'),
    }),
    target: input => input.path,
    run: ({ path, offset, limit }, scene, signal) =>
      withFile(scene, path, async (file, size, name) => {
        if (size > MOST_BYTES) throw new AppError('bad-request', `${name} is too large to read (${sizeOf(size)}).`)
        const text = decodeText(await file.readFile({ signal }))
        if (text === undefined) return `${name} is no text file (${sizeOf(size)}), so it is not shown.`
        return page(text, offset, limit)
      }),
  })

/** One part of a text, and what there is before and behind it. Keeps both halves of a wide character together. */
function page(text: string, offset: number, limit: number): string {
  if (text === '') return '[empty file]'
  if (offset >= text.length) return `[nothing there: the file has ${text.length} characters]`
  const start = snap(text, offset)
  const end = Math.max(snap(text, start + limit), Math.min(text.length, start + 2))
  const more = end < text.length ? `\n[cut: ${text.length - end} more characters, go on with offset ${end}]` : ''
  return (start > 0 ? `[from character ${start} of ${text.length}]\n` : '') + text.slice(start, end) + more
}

function snap(text: string, index: number): number {
  const isLow = /^[\uDC00-\uDFFF]/.test(text.slice(index, index + 1))
  const afterHigh = /[\uD800-\uDBFF]$/.test(text.slice(Math.max(0, index - 1), index))
  return Math.min(text.length, isLow && afterHigh ? index - 1 : index)
}
