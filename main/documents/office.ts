import { strFromU8, unzipSync } from 'fflate'
import mammoth from 'mammoth'
import readWorkbook from 'read-excel-file/node'
import { htmlText } from './html.ts'
import { slideText } from './slides.ts'

/** A Word document with its lists and tables; pictures are left out. */
export async function docxText(bytes: Buffer): Promise<string> {
  const convertImage = mammoth.images.imgElement(() => Promise.resolve({ src: '' }))
  const { value } = await mammoth.convertToHtml({ buffer: bytes }, { convertImage })
  return htmlText(value)
}

/** Every sheet of a workbook under its name, a row a line, cells apart by tabs; stops once there is enough. */
export async function xlsxText(bytes: Buffer, enough: number): Promise<string> {
  const parts: string[] = []
  let characters = 0
  for (const { sheet, data } of await readWorkbook(bytes)) {
    parts.push(`[sheet ${sheet}]`)
    for (const row of data) {
      const line = row.map(cellText).join('\t').trimEnd()
      characters += line.length
      if (characters > enough) return parts.join('\n')
      if (line !== '') parts.push(line)
    }
  }
  return parts.join('\n')
}

/** A cell as it is read: days without a time, lines as one. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  // A number that is no day, in a cell made for days: Excel shows ####.
  if (cell instanceof Date && Number.isNaN(cell.getTime())) return '####'
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.000Z$/, 'Z')
  const isPlain = typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
  return isPlain ? String(cell).replaceAll(/\s+/g, ' ') : ''
}

const SLIDE = /^ppt\/(slides|notesSlides)\/(?:slide|notesSlide)(\d+)\.xml$/

/** The words of a presentation, slide by slide, each with the speaker's notes. */
export function pptxText(bytes: Uint8Array): string {
  const files = unzipSync(bytes, { filter: ({ name }) => SLIDE.test(name) })
  const slides = Object.entries(files).map(([name, content]) => {
    const [, folder = '', number = ''] = SLIDE.exec(name) ?? []
    return { number: Number(number), notes: folder === 'notesSlides', text: slideText(strFromU8(content)) }
  })
  return slides
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => a.number - b.number || Number(a.notes) - Number(b.notes))
    .map(({ number, notes, text }) => `[${notes ? 'notes of slide' : 'slide'} ${number}]\n${text}`)
    .join('\n\n')
}
