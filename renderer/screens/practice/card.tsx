import { useState } from 'react'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { practiceWords } from '../../words/practice.ts'
import { partsOf, type CardParts } from './card-parts.ts'
import { buttonsOf, cardMarkdown } from './card-text.ts'
import type { WorldMessage } from './world.ts'

type CardProps = {
  readonly card: NonNullable<WorldMessage['card']>
  readonly onPress: (index: number) => void
}

/** A card as a phone shows it: steps, the answer, how it stands, buttons. While it streams, its steps stand open. */
export function Card({ card, onPress }: CardProps) {
  const say = useWords(practiceWords)
  const [isOpen, setIsOpen] = useState(false)
  const parts = partsOf(card)
  const canUnfold = parts.isForeign && card.fullText !== card.text
  const answer = canUnfold && isOpen ? cardMarkdown(card.fullText, card) : parts.answer
  return (
    <>
      {card.title !== undefined && <p className="say-title">{card.title}</p>}
      {parts.steps && <Steps steps={parts.steps} />}
      {answer !== '' && <Markdown text={answer} />}
      {(card.streaming || parts.status !== '') && (
        <p className="say-status secondary small">
          {card.streaming && <StateGlyph shape="running" />}
          {parts.status || say('streaming')}
        </p>
      )}
      <Buttons card={card} onPress={onPress} />
      {canUnfold && (
        <div className="say-buttons">
          <Button kind="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {say(isOpen ? 'fold' : 'unfold')}
          </Button>
        </div>
      )}
    </>
  )
}

function Steps({ steps: { title, lines, isFolded } }: { readonly steps: NonNullable<CardParts['steps']> }) {
  // the lines have no identity beside their place
  const list = lines.map((line, index) => <Markdown key={index} text={line} />)
  if (!isFolded) return <div className="say-steps secondary">{list}</div>
  return (
    <details className="say-fold secondary">
      <summary>{title}</summary>
      <div className="say-steps">{list}</div>
    </details>
  )
}

function Buttons({ card, onPress }: CardProps) {
  const buttons = buttonsOf(card)
  if (buttons.length === 0) return null
  return (
    <div className="say-buttons">
      {buttons.map(button => (
        <Button key={button.index} disabled={button.isDisabled} onClick={() => onPress(button.index)}>
          {button.text}
        </Button>
      ))}
    </div>
  )
}
