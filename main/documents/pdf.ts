import { getDocumentProxy } from 'unpdf'
import { CharacterMaps } from './character-maps.ts'
import { straightened } from './radicals.ts'

/** Joins the pages of a PDF, each under its number; stops reading once there is enough. */
export async function pdfText(bytes: Uint8Array, enough: number): Promise<string> {
  const pdf = await getDocumentProxy(bytes, {
    verbosity: 0,
    BinaryDataFactory: CharacterMaps,
    cMapPacked: false,
    useWorkerFetch: false,
  })
  const pages: string[] = []
  let characters = 0
  for (let number = 1; number <= pdf.numPages && characters <= enough; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const text = items.map(item => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
    page.cleanup()
    characters += text.length
    if (text.trim() !== '') pages.push(pdf.numPages > 1 ? `[page ${number}]\n${text.trim()}` : text.trim())
  }
  return straightened(pages.join('\n\n'))
}
