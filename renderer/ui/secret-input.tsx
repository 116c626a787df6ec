import type { Ref } from 'react'
import './field.css'

export type SecretInputProps = {
  readonly label: string
  readonly field: Ref<HTMLInputElement>
  readonly isInvalid: boolean
  /** True where it stands among other fields, so that it takes no focus by itself. */
  readonly isCalm?: boolean
  readonly placeholder?: string
}

/** Takes a secret without keeping it: React never holds the value, whoever reads it empties the field. */
export function SecretInput({ label, field, isInvalid, isCalm = false, placeholder }: SecretInputProps) {
  return (
    <input
      ref={field}
      type="password"
      placeholder={placeholder}
      className="input input-full mono"
      aria-label={label}
      aria-invalid={isInvalid || undefined}
      data-invalid={isInvalid || undefined}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      autoFocus={!isCalm}
    />
  )
}
