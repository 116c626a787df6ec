import { Copy } from 'lucide-react'
import { useWords } from '../hooks.ts'
import { kit } from '../words/kit.ts'
import { Button } from './button.tsx'
import { useCopy } from './use-copy.ts'

export type CopyTextProps = {
  readonly text: string
  readonly label: string
  /** What is copied, for those who listen, where the label alone does not say it. */
  readonly hidden?: string
  readonly kind?: 'primary' | 'secondary' | 'quiet'
}

/** A button that copies a text and says for a moment whether that worked. */
export function CopyText({ text, label, hidden, kind = 'quiet' }: CopyTextProps) {
  const say = useWords(kit)
  const { copied, copy } = useCopy()
  const told = copied === 'yes' ? say('copied') : copied === 'no' ? say('notCopied') : ''
  return (
    <>
      <Button kind={kind} icon={Copy} onClick={() => copy(text)}>
        {told === '' ? label : told}
        {hidden !== undefined && <span className="unseen">: {hidden}</span>}
      </Button>
      <span className="unseen" role="status">
        {told}
      </span>
    </>
  )
}
