/** A piece of one line of markdown. */
export type Span =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly spans: readonly Span[] }
  | { readonly kind: 'link'; readonly href: string; readonly spans: readonly Span[] }

const DEEPEST = 6

/** Only what a browser opens in another place; a script or a file of this computer stays text. */
const safe = /^(https?:\/\/|mailto:)[^\s<>"]+$/i
const address = /https?:\/\/[^\s<>"'）】」』，。；、]+/iy
const marks = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['*', 'em'],
  ['_', 'em'],
] as const

/** Reads one line. Never throws; a sign without its partner stays text. */
export const readSpans = (text: string, depth = 0): readonly Span[] => new Scanner(text, depth).read()

class Scanner {
  readonly #text: string
  readonly #depth: number
  readonly #spans: Span[] = []
  /** Signs that do not come again: looking for them once is enough. */
  readonly #absent = new Set<string>()
  #plain = ''
  #at = 0

  constructor(text: string, depth: number) {
    this.#text = text
    this.#depth = depth
  }

  read(): readonly Span[] {
    if (this.#depth >= DEEPEST) return [{ kind: 'text', text: this.#text }]
    while (this.#at < this.#text.length) {
      if (this.#escape() || this.#code() || this.#link() || this.#address() || this.#marked()) continue
      this.#plain += this.#text[this.#at++] ?? ''
    }
    this.#endPlain()
    return this.#spans
  }

  #escape(): boolean {
    if (this.#text[this.#at] !== '\\' || !/[\\`*_~[\]()#|>-]/.test(this.#text[this.#at + 1] ?? '')) return false
    this.#plain += this.#text[this.#at + 1] ?? ''
    this.#at += 2
    return true
  }

  #code(): boolean {
    if (this.#text[this.#at] !== '`') return false
    let length = 1
    while (this.#text[this.#at + length] === '`') length++
    const sign = '`'.repeat(length)
    const end = this.#find(sign, this.#at + length)
    if (end < 0) {
      this.#plain += sign
      this.#at += length
      return true
    }
    return this.#add({ kind: 'code', text: this.#text.slice(this.#at + length, end).trim() }, end + length)
  }

  #link(): boolean {
    if (this.#text[this.#at] !== '[') return false
    const middle = this.#find('](', this.#at + 1)
    const end = middle < 0 ? -1 : this.#find(')', middle + 2)
    if (end < 0) return false
    const href = this.#text.slice(middle + 2, end).trim()
    const label = this.#text.slice(this.#at + 1, middle)
    if (!safe.test(href) || label.includes('[')) return false
    return this.#add({ kind: 'link', href, spans: readSpans(label || href, this.#depth + 1) }, end + 1)
  }

  #address(): boolean {
    if (this.#text[this.#at] !== 'h') return false
    address.lastIndex = this.#at
    const found = address.exec(this.#text)?.[0].replace(/[.,:;!?)*_]+$/, '')
    if (found === undefined || found.length < 9) return false
    return this.#add({ kind: 'link', href: found, spans: [{ kind: 'text', text: found }] }, this.#at + found.length)
  }

  #marked(): boolean {
    for (const [sign, kind] of marks) {
      if (!this.#text.startsWith(sign, this.#at)) continue
      const from = this.#at + sign.length
      const end = this.#find(sign, from)
      const inner = this.#text.slice(from, end)
      if (end <= from || inner.trim() !== inner || (sign.startsWith('_') && this.#isInWord(end + sign.length))) continue
      return this.#add({ kind, spans: readSpans(inner, this.#depth + 1) }, end + sign.length)
    }
    return false
  }

  /** `snake_case_names` are no emphasis. */
  #isInWord(end: number): boolean {
    return /\w/.test(this.#text[this.#at - 1] ?? ' ') || /\w/.test(this.#text[end] ?? ' ')
  }

  #find(sign: string, from: number): number {
    if (this.#absent.has(sign)) return -1
    const end = this.#text.indexOf(sign, from)
    if (end < 0) this.#absent.add(sign)
    return end
  }

  #add(span: Span, next: number): true {
    this.#endPlain()
    this.#spans.push(span)
    this.#at = next
    return true
  }

  #endPlain(): void {
    if (this.#plain !== '') this.#spans.push({ kind: 'text', text: this.#plain })
    this.#plain = ''
  }
}
