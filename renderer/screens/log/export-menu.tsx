import { useWords } from '../../hooks.ts'
import { Menu } from '../../ui/menu.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { logWords } from '../../words/log.ts'
import { asJsonLines, asText, saveAsFile } from './export.ts'
import type { LogStore } from './store.ts'

/** Takes the rows that are shown elsewhere: as text, or as a file for programs. */
export function Export({ store }: { readonly store: LogStore }) {
  const say = useWords(logWords)
  const { copied, copy } = useCopy()
  const name = () => `perch-log-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.jsonl`
  return (
    <>
      <span className="log-told small" role="status">
        {copied === 'yes' ? say('copied') : copied === 'no' ? say('notCopied') : ''}
      </span>
      <Menu
        label={say('export')}
        items={[
          { id: 'copy', label: say('copyRows'), onSelect: () => copy(store.rows().map(asText).join('\n')) },
          {
            id: 'save',
            label: say('saveRows'),
            onSelect: () => saveAsFile(asJsonLines(store.rows()), name(), document),
          },
        ]}
      />
    </>
  )
}
