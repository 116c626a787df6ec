import { X } from 'lucide-react'
import { useWords } from '../hooks.ts'
import { kit } from '../words/kit.ts'
import './chip.css'

/** An active filter: what it holds to, and a cross that takes it away. */
export function FilterChip({ label, onClear }: { readonly label: string; readonly onClear: () => void }) {
  const say = useWords(kit)
  return (
    <button
      type="button"
      className="chip chip-active"
      aria-label={say('clearFilter', { name: label })}
      onClick={onClear}
    >
      {label}
      <X aria-hidden />
    </button>
  )
}

export type FilterProps<T extends string> = {
  /** What is filtered, for those who listen. */
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: string; readonly count?: number }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of a few views of a list, each with its count. */
export function Filter<T extends string>({ label, options, value, onChange }: FilterProps<T>) {
  return (
    <div className="filter" role="group" aria-label={label}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          className="filter-option"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="filter-count numbers">{option.count}</span>}
        </button>
      ))}
    </div>
  )
}
