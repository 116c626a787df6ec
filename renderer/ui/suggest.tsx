import { Autocomplete as Base } from '@base-ui/react/autocomplete'
import { useState, type ReactNode } from 'react'
import './field.css'
import './select.css'
import './suggest.css'

export type Suggestion = {
  readonly value: string
  /** A human name, and what else tells two of them apart. */
  readonly detail?: ReactNode
}

export type SuggestProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly suggestions: readonly Suggestion[]
  /** Said instead of a list when nothing matches. */
  readonly none: string
  readonly placeholder?: string
  /** When the choosing is over: a suggestion was taken, the focus left, or Enter. */
  readonly onCommit?: (value: string) => void
}

/** More rows than anybody scrolls through; typing narrows them down. */
const MOST_SHOWN = 60

/** A text with suggestions: whatever is typed counts, the list only helps. Inside a `Field` it takes its name from there. */
export function Suggest({ value, onChange, suggestions, none, placeholder, onCommit }: SuggestProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Base.Root
      items={suggestions}
      open={isOpen && suggestions.length > 0}
      onOpenChange={setIsOpen}
      itemToStringValue={({ value }) => value}
      limit={MOST_SHOWN}
      value={value}
      onValueChange={(text, { reason }) => {
        onChange(text)
        if (reason === 'item-press') onCommit?.(text)
      }}
      openOnInputClick
    >
      <Base.Input
        className="input input-full mono"
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onBlur={event => {
          setIsOpen(false) // a list that comes later must not open over what has the focus then
          onCommit?.(event.currentTarget.value)
        }}
        onKeyDown={event => {
          const isChoosing = event.currentTarget.getAttribute('aria-activedescendant') !== null
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && !isChoosing)
            onCommit?.(event.currentTarget.value)
        }}
      />
      {suggestions.length > 0 && (
        <Base.Portal>
          <Base.Positioner className="popup-place" sideOffset={4}>
            <Base.Popup className="popup suggest-popup">
              <Base.Empty>
                <span className="suggest-none secondary">{none}</span>
              </Base.Empty>
              <Base.List className="popup-list">
                {(suggestion: Suggestion) => (
                  <Base.Item key={suggestion.value} value={suggestion} className="popup-item suggest-item">
                    <span className="mono suggest-value">{suggestion.value}</span>
                    {suggestion.detail !== undefined && (
                      <span className="secondary small suggest-detail">{suggestion.detail}</span>
                    )}
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      )}
    </Base.Root>
  )
}
