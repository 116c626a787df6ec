/** A part of a markdown text: words, or code that is shown as it stands. */
export type Stretch = { readonly text: string; readonly isCode: boolean }

const FENCE = /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(`{3,}|~{3,})(.*)$/

/** Tells the words of a markdown text from its code: fenced, indented or between backticks. All parts together are the text. */
export function stretchesOf(markdown: string): readonly Stretch[] {
  const stretches: Stretch[] = []
  let words = ''
  let fence: string | undefined
  let isAfterBlank = true
  const flush = () => {
    stretches.push(...inline(words))
    words = ''
  }
  for (const line of markdown.split(/(?<=\n)/)) {
    const [, marker = '', rest = ''] = FENCE.exec(line.trimEnd()) ?? []
    const isClosing = fence !== undefined && marker.startsWith(fence) && rest.trim() === ''
    const isOpening = fence === undefined && marker !== '' && !(marker.startsWith('`') && rest.includes('`'))
    const isIndented: boolean = isAfterBlank && /^(?: {4}| {0,3}\t)/.test(line) && line.trim() !== ''
    if (fence !== undefined || isOpening || isIndented) {
      flush()
      stretches.push({ text: line, isCode: true })
    } else words += line
    if (isOpening) fence = marker
    else if (isClosing) fence = undefined
    // A line of an indented block keeps the next one in it.
    isAfterBlank = line.trim() === '' || isIndented
  }
  flush()
  return stretches
}

/** Code between backticks ends with as many as it began with, and never reaches over an empty line. */
function inline(words: string): readonly Stretch[] {
  const stretches: Stretch[] = []
  let done = 0
  for (const { index, 0: code } of words.matchAll(/(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n)[^])*?(?<!`)\1(?!`)/g)) {
    stretches.push({ text: words.slice(done, index), isCode: false }, { text: code, isCode: true })
    done = index + code.length
  }
  stretches.push({ text: words.slice(done), isCode: false })
  return stretches.filter(({ text }) => text !== '')
}
