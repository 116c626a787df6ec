const tableRule = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/** Tables in markdown: a line with columns above a line of dashes with as many, outside of code. */
export function markdownTables(content: string): number {
  const lines = withoutCode(content).split('\n')
  const columns = (line = '') =>
    line
      .trim()
      .replace(/^\|/, '')
      .replace(/(?<!\\)\|$/, '')
      .split(/(?<!\\)\|/).length
  let [tables, isInside] = [0, false]
  for (const [index, line] of lines.entries()) {
    const begins = line.includes('|') && tableRule.test(line) && columns(line) === columns(lines[index - 1])
    if (/^[ \t]*$/.test(line)) isInside = false
    else if (!isInside && begins && (lines[index - 1] ?? '').includes('|')) {
      isInside = true
      tables++
    }
  }
  return tables
}

/** Code blocks and inline code taken out; a block that is never closed goes to the end. */
function withoutCode(content: string): string {
  let fence: string | undefined
  const kept = content.split('\n').filter(line => {
    const [, marker = '', rest = ''] = /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (fence !== undefined) {
      if (marker.startsWith(fence) && rest.trim() === '') fence = undefined
      return false
    }
    if (marker !== '' && !(marker.startsWith('`') && rest.includes('`'))) fence = marker
    return fence === undefined
  })
  return kept.join('\n').replaceAll(/(`+)[^`\n][^\n]*?\1/g, '')
}

const foreignImage = /!\[[^\]\n]*\]\((?!img_)[^)\n]*\)/

/** An image by its address, outside of code: only keys of uploaded images are taken. */
export const hasForeignImage = (content: string): boolean => foreignImage.test(withoutCode(content))
