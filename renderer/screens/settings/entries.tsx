import { Plus, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Row, Rows } from '../../ui/layout.tsx'
import { entryWords } from '../../words/settings-entries.ts'
import { settingsWords } from '../../words/settings.ts'
import type { KnownTopic } from './topics.ts'

export type Entry = {
  /** Its part of the address. */
  readonly id: string
  readonly name: string
  readonly detail?: string
  readonly onRemove: () => void
  /** What is lost; asked first where it can't be taken back. */
  readonly lost?: string
}

type EntriesProps = {
  readonly label: string
  readonly topic: KnownTopic
  readonly entries: readonly Entry[]
  /** Said while there is none. */
  readonly none: string
  readonly addLabel: string
  /** The form for a new one; `onClose` puts it away. */
  readonly form: (onClose: () => void) => ReactNode
}

/** A list of entries: a row leads to its settings; one is added beneath. */
export function Entries({ label, topic, entries, none, addLabel, form }: EntriesProps) {
  const [isAdding, setIsAdding] = useState(false)
  return (
    <>
      {entries.length === 0 && !isAdding && <p className="settings-none secondary">{none}</p>}
      {entries.length > 0 && (
        <Rows label={label}>
          {entries.map(entry => (
            <EntryRow key={entry.id} topic={topic} entry={entry} />
          ))}
        </Rows>
      )}
      {isAdding ? (
        form(() => setIsAdding(false))
      ) : (
        <p className="settings-adding">
          <Button icon={Plus} onClick={() => setIsAdding(true)}>
            {addLabel}
          </Button>
        </p>
      )}
    </>
  )
}

function EntryRow({ topic, entry }: { readonly topic: KnownTopic; readonly entry: Entry }) {
  const say = useWords(settingsWords)
  const sayEntry = useWords(entryWords)
  const [isAsking, setIsAsking] = useState(false)
  const { id, name, detail, lost, onRemove } = entry
  const remove = () => {
    setIsAsking(false)
    onRemove()
  }
  return (
    <Row
      title={
        <a href={href('settings', topic, id)} aria-label={sayEntry('edit', { name })}>
          {name}
        </a>
      }
      {...(detail !== undefined && { detail })}
      end={
        <>
          <IconButton
            icon={Trash2}
            label={say('remove', { name })}
            onClick={() => (lost === undefined ? remove() : setIsAsking(true))}
          />
          <Dialog
            open={isAsking}
            onClose={() => setIsAsking(false)}
            title={sayEntry('removeTitle', { name })}
            actions={
              <>
                <Button onClick={() => setIsAsking(false)}>{sayEntry('keep')}</Button>
                <Button onClick={remove}>{say('removeIt')}</Button>
              </>
            }
          >
            {lost}
          </Dialog>
        </>
      }
    />
  )
}
