import { Field as Base } from '@base-ui/react/field'
import { Search } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import './field.css'

export type FieldProps = {
  readonly label: string
  /** One sentence beneath the control. */
  readonly help?: ReactNode
  /** Why the value was not taken; it marks the control, too. */
  readonly error?: string | undefined
  /** Beside the control: a unit, a button. */
  readonly beside?: ReactNode
  readonly children: ReactNode
}

/** Label left, control right, help beneath. The control inside is named and described by it. */
export function Field({ label, help, error, beside, children }: FieldProps) {
  return (
    <Base.Root className="field" invalid={error !== undefined}>
      <Base.Label className="field-label">{label}</Base.Label>
      <div className="field-body">
        <div className="field-control">
          {children}
          {beside !== undefined && <span className="field-beside secondary">{beside}</span>}
        </div>
        {error !== undefined && (
          <Base.Error className="field-error" match>
            {error}
          </Base.Error>
        )}
        {help !== undefined && <Base.Description className="field-help">{help}</Base.Description>}
      </div>
    </Base.Root>
  )
}

export type InputProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  /** When the typing is over: the focus left, or Enter in a field of one line. */
  readonly onCommit?: (value: string) => void
  readonly type?: 'text' | 'password' | 'number' | 'url'
  readonly placeholder?: string
  readonly disabled?: boolean
  /** For IDs, addresses, names of models. */
  readonly isCode?: boolean
  /** Needed outside of a `Field`. */
  readonly label?: string
  readonly size?: 'short' | 'full'
}

/** One line of text; inside a `Field` it takes its name and its help from there. */
export function Input({ value, onChange, onCommit, isCode, label, size = 'full', ...rest }: InputProps) {
  const commitOnEnter = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) onCommit?.(event.currentTarget.value)
  }
  return (
    <Base.Control
      {...rest}
      className={`input input-${size}${isCode ? ' mono' : ''}`}
      aria-label={label}
      autoComplete="off"
      spellCheck={isCode ? false : undefined}
      value={value}
      onValueChange={onChange}
      onBlur={event => onCommit?.(event.currentTarget.value)}
      onKeyDown={commitOnEnter}
    />
  )
}

/** Several lines of text. */
export function TextArea({
  value,
  onChange,
  onCommit,
  label,
  rows = 4,
  ...rest
}: Omit<InputProps, 'type' | 'size'> & { readonly rows?: number }) {
  const { isCode, ...others } = rest
  return (
    <Base.Control
      {...others}
      render={<textarea rows={rows} />}
      className={isCode ? 'input input-full mono' : 'input input-full'}
      aria-label={label}
      spellCheck={isCode ? false : undefined}
      value={value}
      onValueChange={onChange}
      onBlur={event => onCommit?.(event.currentTarget.value)}
    />
  )
}

export type SearchFieldProps = {
  /** Also the placeholder: "Name or Open ID". */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Search: `/` goes to it from anywhere on the screen, Escape empties it and then leaves it. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      field.current?.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [])
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape') return
    if (value === '') event.currentTarget.blur()
    else onChange('')
  }
  return (
    <label className="search">
      <Search aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
        onKeyDown={leave}
      />
      <kbd aria-hidden>/</kbd>
    </label>
  )
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
