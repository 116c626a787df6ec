import { AudioLines, File, Image, Video, type LucideIcon } from 'lucide-react'
import { useWords } from '../../hooks.ts'
import { hanSpaced } from '../../ui/han-space.ts'
import { conversationsWords } from '../../words/conversations.ts'
import type { FileForm, Section } from './frames.ts'

/** What a person sent, piece by piece: words in a bubble, files as cards, quoted and forwarded parts set apart. */
export function Sections({ sections }: { readonly sections: readonly Section[] }) {
  // the sections have no identity beside their place
  return sections.map((section, index) => <Piece key={index} section={section} />)
}

function Piece({ section }: { readonly section: Section }) {
  const say = useWords(conversationsWords)
  switch (section.kind) {
    case 'words':
      return <div className="talk-bubble talk-person">{section.text}</div>
    case 'file':
      return <FileCard {...section} />
    case 'quote':
      return (
        <blockquote className="talk-apart">
          <p className="talk-from secondary small">
            {section.from === 'bot' && say('quotesBot')}
            {section.from === 'sender' && say('quotesSelf')}
            {section.from === 'somebody' && hanSpaced(say('quotes', { who: section.name || say('somebody') }))}
          </p>
          <Sections sections={section.inside} />
        </blockquote>
      )
    case 'forward':
    case 'card':
      return (
        <blockquote className="talk-apart">
          <p className="talk-from secondary small">{say(section.kind === 'forward' ? 'forwarded' : 'card')}</p>
          <Sections sections={section.inside} />
        </blockquote>
      )
    case 'remark':
      return <p className="talk-remark secondary">{section.text}</p>
    default:
      return section satisfies never
  }
}

const icons: Readonly<Record<FileForm, LucideIcon>> = { picture: Image, file: File, voice: AudioLines, video: Video }

export type FileCardProps = {
  readonly form: FileForm
  readonly name: string
  readonly about: string
  readonly text?: string
}

/** A file by its name, kind and size; what was read from it is folded away. */
export function FileCard({ form, name, about, text = '' }: FileCardProps) {
  const say = useWords(conversationsWords)
  const Icon = icons[form]
  return (
    <div className="talk-file">
      <Icon aria-hidden />
      <div className="talk-file-text">
        <p className="talk-file-name" title={name}>
          {name || say(form)}
        </p>
        <p className="secondary small">{[...(name === '' ? [] : [say(form)]), about].filter(Boolean).join(' · ')}</p>
        {text !== '' && (
          <details className="talk-result">
            <summary className="small">{say(form === 'voice' ? 'heard' : 'read')}</summary>
            <pre tabIndex={0}>{text}</pre>
          </details>
        )}
      </div>
    </div>
  )
}
