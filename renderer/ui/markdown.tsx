import { memo, type ReactNode } from 'react'
import { readBlocks, type Block, type Item } from './markdown-blocks.ts'
import { readSpans, type Span } from './markdown-spans.ts'
import { StateGlyph } from './state-glyph.tsx'
import './markdown.css'

/** Markdown as elements of our own: there is no way from a text to raw HTML. Links open outside. */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return <div className="markdown">{blocksOf(readBlocks(text))}</div>
})

// the texts have no identity beside their place, so their place is the key
const blocksOf = (blocks: readonly Block[]): ReactNode =>
  blocks.map((block, index) => <Piece key={index} block={block} />)

function Piece({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <p className={`markdown-heading markdown-heading-${Math.min(block.level, 3)}`}>{line(block.text)}</p>
    case 'paragraph':
      return <p>{line(block.text)}</p>
    case 'code':
      return (
        <pre className="markdown-code" tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'list':
      return block.ordered ? <ol start={block.start}>{block.items.map(itemOf)}</ol> : <ul>{block.items.map(itemOf)}</ul>
    case 'quote':
      return <blockquote>{blocksOf(block.blocks)}</blockquote>
    case 'table':
      return <Table {...block} />
    case 'rule':
      return <hr />
    default:
      return block satisfies never
  }
}

const itemOf = ({ isDone, blocks }: Item, index: number): ReactNode => (
  <li key={index} className={isDone === undefined ? undefined : 'markdown-task'}>
    {isDone !== undefined && <StateGlyph shape={isDone ? 'done' : 'offline'} label={isDone ? '[x]' : '[ ]'} />}
    <div>{blocksOf(blocks)}</div>
  </li>
)

function Table({ rows: [head = [], ...body], aligns }: Extract<Block, { kind: 'table' }>) {
  const at = (index: number) => `markdown-${aligns[index] ?? 'start'}`
  return (
    <div className="markdown-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col" className={at(index)}>
                {line(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, place) => (
            <tr key={place}>
              {head.map((_, index) => (
                <td key={index} className={at(index)}>
                  {line(row[index] ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const line = (text: string): ReactNode => spansOf(readSpans(text))
const spansOf = (spans: readonly Span[]): ReactNode => spans.map((span, index) => <Inline key={index} span={span} />)

function Inline({ span }: { readonly span: Span }): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text
    case 'code':
      return <code>{span.text}</code>
    case 'strong':
      return <strong>{spansOf(span.spans)}</strong>
    case 'em':
      return <em>{spansOf(span.spans)}</em>
    case 'del':
      return <del>{spansOf(span.spans)}</del>
    case 'link':
      return (
        <a href={span.href} target="_blank" rel="noreferrer">
          {spansOf(span.spans)}
        </a>
      )
    default:
      return span satisfies never
  }
}
