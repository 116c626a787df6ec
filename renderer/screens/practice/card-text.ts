import type { WorldMessage } from './world.ts'

type Card = NonNullable<WorldMessage['card']>

/** A control of a card, with its place among all of them, by which it is pressed. */
export type CardButton = { readonly index: number; readonly text: string; readonly isDisabled: boolean }

/** The text of a card as markdown: without colour tags and fillers, and without the lines that stand for buttons. */
export function cardMarkdown(text: string, { controls }: Pick<Card, 'controls'>): string {
  const buttons = new Set(controls.map(control => `[${control.text}]`))
  return text
    .replaceAll(/<\/?(font|text_tag|at)\b[^>]*>|\u200b/g, '')
    .split('\n')
    .filter(line => !buttons.has(line.trim()))
    .join('\n')
    .trim()
}

/** Every button of a card; other controls are named but can't be used here. */
export const buttonsOf = ({ controls }: Pick<Card, 'controls'>): readonly CardButton[] =>
  controls.flatMap(({ tag, text, disabled }, index) =>
    tag === 'button' ? [{ index, text: text === '' ? `#${index + 1}` : text, isDisabled: disabled === true }] : [],
  )

/** A size as people read it. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000
    ? `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
