import { useRef, useState, type DragEvent, type FormEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/layout.tsx'
import { importWords } from '../../words/setup-import.ts'
import type { Importing } from './use-import.ts'
import '../../ui/field.css'
import './paste.css'

/** A file of one's own: chosen, dropped, or its text pasted. A pasted text is drawn as dots, for it may hold secrets. */
export function OwnFile({ importing }: { readonly importing: Importing }) {
  const say = useWords(importWords)
  const [isOver, setIsOver] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file) importing.previewFile(file)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = field.current?.value ?? ''
    if (text.trim() === '') return field.current?.focus()
    if (field.current) field.current.value = ''
    importing.preview({ text, name: say('pasted') })
  }
  return (
    <Section title={say('own')}>
      <form
        className="import-drop"
        data-over={isOver || undefined}
        autoComplete="off"
        onSubmit={submit}
        onDragOver={event => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <p className="secondary">{say('drop')}</p>
        <textarea
          ref={field}
          className="input input-full mono paste-field"
          aria-label={say('pasteField')}
          rows={4}
          autoComplete="off"
          spellCheck={false}
        />
        <p className="setup-actions">
          <FileButton label={say('choose')} accept=".json,.json5,.yaml,.yml,.toml" onFile={importing.previewFile} />
          <Button type="submit">{say('preview')}</Button>
        </p>
      </form>
    </Section>
  )
}

type FileButtonProps = {
  readonly label: string
  readonly accept?: string
  readonly onFile: (file: File) => void
}

/** Opens the system's own file chooser. */
export function FileButton({ label, accept, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button onClick={() => input.current?.click()}>{label}</Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = '' // so that the same file can be chosen again
          if (file) onFile(file)
        }}
      />
    </>
  )
}
