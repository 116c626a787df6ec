import { Copy } from 'lucide-react'
import { useCallback } from 'react'
import { useWords } from '../hooks.ts'
import { kit } from '../words/kit.ts'
import { shortId } from './short-id.ts'
import { useCopy } from './use-copy.ts'
import './id-button.css'

export type IdButtonProps = {
  readonly id: string
  /** What kind of ID it is, for those who listen: "Open ID". */
  readonly label: string
}

/** An ID is its own copy button: cut in the middle, whole on hover, "Copied" for a moment. */
export function IdButton({ id, label }: IdButtonProps) {
  const say = useWords(kit)
  const { copied, copy } = useCopy()
  const press = useCallback(() => copy(id), [copy, id])
  const told = copied === 'yes' ? say('copied') : copied === 'no' ? say('notCopied') : ''
  return (
    <span className="id">
      <button
        type="button"
        className="id-button"
        title={id}
        aria-label={say('copyId', { label, id: shortId(id) })}
        data-told={told !== '' || undefined}
        onClick={press}
      >
        <span lang="en">{shortId(id)}</span>
        <Copy aria-hidden />
      </button>
      <span className="id-told" role="status">
        {told}
      </span>
    </span>
  )
}
