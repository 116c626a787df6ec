import { strToU8, zipSync } from 'fflate'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const types = (...overrides: readonly string[]) =>
  strToU8(
    `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
  )
const part = (name: string, type: string) =>
  `<Override PartName="${name}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`
const relations = (...targets: readonly (readonly [string, string])[]) =>
  strToU8(
    `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
      .map(
        ([type, target], index) =>
          `<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
      )
      .join('')}</Relationships>`,
  )
const zipped = (files: Record<string, Uint8Array>) => Buffer.from(zipSync(files))

/** A Word document of these paragraphs, and a table of one row. */
export const docx = (paragraphs: readonly string[], row: readonly string[] = []): Buffer => {
  const said = paragraphs.map(text => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`).join('')
  const cells = row.map(text => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`).join('')
  const table = row.length > 0 ? `<w:tbl><w:tr>${cells}</w:tr></w:tbl>` : ''
  return zipped({
    '[Content_Types].xml': types(part('/word/document.xml', 'wordprocessingml.document.main')),
    '_rels/.rels': relations(['officeDocument', 'word/document.xml']),
    'word/document.xml': strToU8(
      `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${said}${table}</w:body></w:document>`,
    ),
  })
}

/** A workbook of one sheet. */
export const xlsx = (sheet: string, rows: readonly (readonly (string | number)[])[]): Buffer => {
  const cell = (value: string | number, at: string) =>
    typeof value === 'number'
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
  const lines = rows.map(
    (row, index) =>
      `<row r="${index + 1}">${row.map((value, column) => cell(value, `${String.fromCodePoint(65 + column)}${index + 1}`)).join('')}</row>`,
  )
  return zipped({
    '[Content_Types].xml': types(
      part('/xl/workbook.xml', 'spreadsheetml.sheet.main'),
      part('/xl/worksheets/sheet1.xml', 'spreadsheetml.worksheet'),
    ),
    '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': strToU8(
      `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(['worksheet', 'worksheets/sheet1.xml']),
    'xl/worksheets/sheet1.xml': strToU8(
      `${XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`,
    ),
  })
}

/** A presentation of slides with these paragraphs. */
export const pptx = (slides: readonly (readonly string[])[], notes: Readonly<Record<number, string>> = {}): Buffer => {
  const slide = (paragraphs: readonly string[]) =>
    strToU8(
      `${XML}<p:sld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cSld><p:spTree><p:sp><p:txBody>${paragraphs.map(text => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
    )
  return zipped({
    '[Content_Types].xml': types(part('/ppt/presentation.xml', 'presentationml.presentation.main')),
    '_rels/.rels': relations(['officeDocument', 'ppt/presentation.xml']),
    'ppt/presentation.xml': strToU8(`${XML}<p:presentation/>`),
    ...Object.fromEntries(slides.map((texts, index) => [`ppt/slides/slide${index + 1}.xml`, slide(texts)])),
    ...Object.fromEntries(
      Object.entries(notes).map(([number, text]) => [`ppt/notesSlides/notesSlide${number}.xml`, slide([text])]),
    ),
  })
}

/** A PDF of one line a page, in a font that every reader has; characters beyond it go through a map to Unicode. */
export function pdf(pages: readonly string[], map: Readonly<Record<string, string>> = {}): Buffer {
  const unicode = Object.entries(map).map(([code, to]) => {
    const hex = Array.from(to, each => each.codePointAt(0)?.toString(16).padStart(4, '0') ?? '').join('')
    return `<${Buffer.from(code).toString('hex')}> <${hex}>`
  })
  const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange ${unicode.length} beginbfchar ${unicode.join('\n')} endbfchar endcmap end end`
  const kids = pages.map((_page, index) => `${4 + index * 2} 0 R`).join(' ')
  const stream = (text: string) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`
  const toUnicode = unicode.length > 0 ? ` /ToUnicode ${4 + pages.length * 2} 0 R` : ''
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica${toUnicode} >>`,
    ...pages.flatMap((text, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
      stream(`BT /F1 12 Tf 50 700 Td (${text}) Tj ET`),
    ]),
    ...(unicode.length > 0 ? [stream(cmap)] : []),
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n `
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('\n')}\n`
  return Buffer.from(
    `${body}${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF`,
  )
}

/** A picture of one colour; only its head says how large it is. */
export function png(width: number, height: number): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  const rest = Buffer.from(
    '0802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082',
    'hex',
  )
  return Buffer.concat([head, size, rest])
}

/** A container in which every size is told, and meant, as `bytes` of nothing. */
export const bomb = (bytes: number): Buffer =>
  zipped({
    '[Content_Types].xml': types(part('/word/document.xml', 'wordprocessingml.document.main')),
    'word/document.xml': new Uint8Array(bytes),
  })
