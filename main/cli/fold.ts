/** The widest line that fits every terminal. */
const WIDTH = 80

/** Characters that a terminal shows two columns wide. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g

const widthOf = (text: string): number => text.replace(WIDE, 'xx').length

/**
 * A text in lines of at most 80 columns, broken at blanks, and between Chinese characters. A word that is longer (a
 * link) stays whole, so that it can be copied.
 */
export function folded(text: string, first: string, rest: string): readonly string[] {
  const lines: string[] = []
  let line = first
  for (const piece of piecesOf(text)) {
    const isFull = line !== first && line !== rest && widthOf(line + piece.trimEnd()) > WIDTH
    if (isFull) {
      lines.push(line.trimEnd())
      line = rest
    }
    line += piece
  }
  return [...lines, line.trimEnd()]
}

/** Words with the blanks behind them; each Chinese character for itself, with the punctuation that belongs to it. */
const piecesOf = (text: string): readonly string[] =>
  text.replaceAll(/\s+/g, ' ').match(/[\u2e80-\u9fff][，。；：！？、）”》]*|[^\s\u2e80-\u9fff]+\s*|\s+/g) ?? []
