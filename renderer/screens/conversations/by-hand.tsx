import type { SentByHand } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import { FileCard } from './sections.tsx'

/** What was sent as the bot from this computer, and whether it arrived. */
export function ByHand({ sent: { text, file, form, state, detail } }: { readonly sent: SentByHand }) {
  const say = useWords(conversationsWords)
  return (
    <>
      {text !== '' && (
        <div className="talk-bubble talk-agent">
          <Markdown text={text} />
        </div>
      )}
      {file && <FileCard form={file.kind} name={file.name} about="" />}
      {form !== undefined && <p className="talk-remark secondary">{say('otherForm')}</p>}
      {state === 'failed' && (
        <p className="talk-state">
          <State shape="failed">{`${say('notSent')}${detail === undefined ? '' : `: ${detail}`}`}</State>
        </p>
      )}
      {(state === 'perhaps' || state === 'pending') && (
        <p className="talk-state">
          <State shape="attention">{say('perhapsSent')}</State>
        </p>
      )}
    </>
  )
}
