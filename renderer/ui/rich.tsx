import { Fragment, type ReactNode } from 'react'
import type { Entries, Holes } from '../words/define.ts'
import type { Say } from '../words/translator.ts'

/** A sentence with elements in its holes: a name in bold, a link, a time. */
export function Rich<E extends Entries, K extends keyof E & string>(props: {
  readonly say: Say<E>
  readonly text: K
  readonly fill: Readonly<Record<Holes<E[K]>, ReactNode>>
}) {
  const fill: Readonly<Record<string, ReactNode>> = props.fill
  const known = Object.entries(fill).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return props.say
    .parts(props.text, Object.fromEntries(known))
    .map((part, index) => <Fragment key={index}>{'text' in part ? part.text : fill[part.hole]}</Fragment>)
}
