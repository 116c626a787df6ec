import type { KeyboardEvent } from 'react'
import './field.css'

export type LooseInputProps = {
  /** Its own name: inside a `Field` it is a second control, which the field's label does not name. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** When the typing is over: the focus left, or Enter. */
  readonly onCommit?: (value: string) => void
  readonly placeholder?: string
  readonly isInvalid?: boolean
}

/** One line of code that stands beside the control of a field. */
export function LooseInput({ label, value, onChange, onCommit, placeholder, isInvalid = false }: LooseInputProps) {
  const commitOnEnter = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) onCommit?.(event.currentTarget.value)
  }
  return (
    <input
      type="text"
      className="input input-full mono"
      aria-label={label}
      aria-invalid={isInvalid || undefined}
      data-invalid={isInvalid || undefined}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder={placeholder}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      onBlur={event => onCommit?.(event.currentTarget.value)}
      onKeyDown={commitOnEnter}
    />
  )
}
