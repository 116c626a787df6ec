/** A tag, or the text up to the next one. */
const PIECE = /<(\/?)([\w:]+)[^>]*>|([^<]+)|</g

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The words in the XML of a slide: `a:t` holds them, `a:p` is a paragraph, `a:tc` a cell of a table. */
export function slideText(xml: string): string {
  let text = ''
  let inRun = false
  for (const [, slash, tag, words] of xml.matchAll(PIECE)) {
    if (words !== undefined) {
      if (inRun) text += decoded(words)
      continue
    }
    if (tag === 'a:t') inRun = slash === ''
    if (tag === 'a:br' || (slash === '/' && tag === 'a:p')) text += '\n'
    if (slash === '/' && tag === 'a:tc') text = `${text.trimEnd()}\t`
    if (slash === '/' && tag === 'a:tr') text = `${text.trimEnd()}\n`
  }
  return text
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

const decoded = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? all
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
