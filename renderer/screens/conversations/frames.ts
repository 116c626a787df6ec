/** What somebody sent, in order: words, files, what they quoted and passed on, and remarks of Perch. */
export type Section =
  | { readonly kind: 'words'; readonly text: string }
  | {
      readonly kind: 'file'
      readonly form: FileForm
      readonly name: string
      /** Type and size, or why it was not read; in English, as the model was told. */
      readonly about: string
      /** What was read from it, or heard in it. */
      readonly text: string
    }
  | {
      readonly kind: 'quote'
      readonly from: 'bot' | 'sender' | 'somebody'
      readonly name: string
      readonly inside: readonly Section[]
    }
  | { readonly kind: 'forward' | 'card'; readonly inside: readonly Section[] }
  /** What can only be named: a sticker, a place, a shared contact. */
  | { readonly kind: 'remark'; readonly text: string }

export type FileForm = 'picture' | 'file' | 'voice' | 'video'

type Token = { readonly mark: boolean; readonly text: string }
type Open = { readonly about: string; readonly inside: Section[] }

/** Nobody but Perch can write these marks: in everything that people send they are replaced. */
const MARK = /⟦([^⟦⟧]*)⟧/

/** Takes a stored question apart. Never throws; what it does not understand stays as words or a remark. */
export function sectionsOf(text: string): readonly Section[] {
  const root: Open = { about: '', inside: [] }
  const open: Open[] = [root]
  const top = () => open.at(-1) ?? root
  const close = () => {
    const done = open.pop()
    if (done) top().inside.push(closed(done))
  }
  for (const token of tokensOf(text)) {
    if (!token.mark) addWords(top().inside, token.text)
    else if (token.text.startsWith('end of ')) {
      if (open.length > 1) close()
    } else if (opens(token.text)) open.push({ about: token.text, inside: [] })
    else top().inside.push(single(token.text))
  }
  while (open.length > 1) close()
  return root.inside
}

function tokensOf(text: string): readonly Token[] {
  return text.split(MARK).map((piece, index) => ({ mark: index % 2 === 1, text: piece }))
}

function addWords(sections: Section[], text: string): void {
  const trimmed = text.replace(/^\n+|\s+$/g, '')
  if (trimmed !== '') sections.push({ kind: 'words', text: trimmed })
}

/** Marks behind which somebody else's text stands, up to an end. */
const opens = (about: string): boolean =>
  /^quoted: |^forwarded messages, not |^card, not |, as a machine heard it$|; here is /.test(about)

function closed({ about, inside }: Open): Section {
  if (about.startsWith('quoted: ')) return quoteOf(about, inside)
  if (about.startsWith('forwarded messages')) return { kind: 'forward', inside }
  if (about.startsWith('card,')) return { kind: 'card', inside }
  const text = inside.map(section => (section.kind === 'words' ? section.text : '')).join('\n')
  return fileOf(about, text) ?? { kind: 'remark', text: about }
}

function quoteOf(about: string, inside: readonly Section[]): Section {
  if (about.startsWith('quoted: your own')) return { kind: 'quote', from: 'bot', name: '', inside }
  if (about.startsWith('quoted: their own')) return { kind: 'quote', from: 'sender', name: '', inside }
  return { kind: 'quote', from: 'somebody', name: /^quoted: a message of "([^"]*)"/.exec(about)?.[1] ?? '', inside }
}

const single = (about: string): Section => fileOf(about, '') ?? { kind: 'remark', text: about }

const forms: Readonly<Record<string, FileForm>> = {
  picture: 'picture',
  file: 'file',
  'voice message': 'voice',
  video: 'video',
}

/** `file "a.pdf": PDF document, 1.4 MB, kept as …`; what only the model needs is left out. */
function fileOf(about: string, text: string): Section | undefined {
  const found = /^(picture|file|voice message|video)(?: "([^"]*)")?(?: of (\d+ seconds?))?(?=[:,;]|$)([^]*)$/.exec(
    about,
  )
  if (!found) return undefined
  const [, noun = '', name = '', length = '', rest = ''] = found
  const facts = rest
    .replace(/, shown as picture \d+,? ?/, ' ')
    .replace(/, kept as [^;,]*/, '')
    .replace(/; (here is|its \d+ characters)[^]*$/, '')
    .replace(/, as a machine heard it$/, '')
    .replace(/^[\s:,;]+/, '')
    .trim()
  return { kind: 'file', form: forms[noun] ?? 'file', name, about: [length, facts].filter(Boolean).join(', '), text }
}

/** Words alone: what a search or a short line needs. */
export const wordsIn = (sections: readonly Section[]): string =>
  sections.flatMap(section => (section.kind === 'words' ? [section.text] : [])).join('\n')
