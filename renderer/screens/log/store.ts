import type { LogFilter, LogPage, LogRow } from '../../../main/contract/views.ts'
import { matches } from './filter.ts'

/** A row of the list: one of the log, or the place where some were lost. */
export type LogEntry =
  | { readonly kind: 'row'; readonly key: string; readonly row: LogRow }
  | { readonly kind: 'gap'; readonly key: string; readonly count: number }

/** How many rows a window keeps; older ones are read again from the service when somebody scrolls up. */
export const MOST_ROWS = 100_000

/** Calls back at the next frame; the returned function takes that back. */
export type Schedule = (flush: () => void) => () => void

/**
 * The rows of the log, outside of React: whoever shows them compares `version` and asks for the few that are visible.
 * What arrives between two frames is shown at once, in one step.
 */
export class LogStore {
  readonly #schedule: Schedule
  readonly #limit: number
  readonly #listeners = new Set<() => void>()
  #entries: LogEntry[] = []
  #incoming: LogEntry[] = []
  #cancel: (() => void) | undefined
  #version = 0
  #change: 'append' | 'prepend' | 'reset' = 'reset'
  #arrived = 0
  #keys = 0
  #isHeld = false
  #isKnown = false

  constructor(schedule: Schedule, limit = MOST_ROWS) {
    this.#schedule = schedule
    this.#limit = limit
  }

  readonly version = (): number => this.#version

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  get length(): number {
    return this.#entries.length
  }

  /** How the newest version came about; a list keeps its place by it. */
  get change(): 'append' | 'prepend' | 'reset' {
    return this.#change
  }

  /** False until the service has answered to the present filter: what is read before then would be replaced. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  /** How many rows have arrived live since the store was made; the difference of two moments is what is new. */
  get arrived(): number {
    return this.#arrived
  }

  at(index: number): LogEntry | undefined {
    return this.#entries[index]
  }

  indexOf(key: string): number {
    return this.#entries.findIndex(entry => entry.key === key)
  }

  /** The entry that shows the same row, which has another key after a new reading. */
  same(entry: LogEntry): LogEntry | undefined {
    if (entry.kind === 'gap') return undefined
    const { seq, at } = entry.row
    return this.#entries.find(one => one.kind === 'row' && one.row.seq === seq && one.row.at === at)
  }

  /** The newest row about this message. */
  about(messageId: string): LogEntry | undefined {
    return this.#entries.findLast(entry => entry.kind === 'row' && entry.row.messageId === messageId)
  }

  /** The rows that are shown, without the gaps. */
  rows(): readonly LogRow[] {
    return this.#entries.flatMap(entry => (entry.kind === 'row' ? [entry.row] : []))
  }

  /** When the oldest row happened, in milliseconds. */
  oldest(): number | undefined {
    const first = this.#entries.find(entry => entry.kind === 'row')
    return first?.kind === 'row' ? first.row.at : undefined
  }

  /** While somebody reads further up nothing is taken away above; a full store counts what it can't take. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
  }

  /** Starts over with another filter: what is known and fits stays until the service has answered. */
  restart(filter: LogFilter): void {
    this.#drop()
    this.#isKnown = false
    this.#entries = this.#entries.filter(entry => entry.kind === 'row' && matches(entry.row, filter))
    this.#changed('reset')
  }

  /** The first page after a restart: the service knows better than what was kept. */
  replace({ rows }: LogPage): void {
    this.#drop()
    this.#isKnown = true
    this.#entries = rows.map(row => this.#entry(row))
    this.#changed('reset')
  }

  /** Newer rows; they show at the next frame. */
  append({ rows, dropped }: LogPage): void {
    if (dropped > 0) this.#incoming.push(this.#gap(dropped))
    for (const row of rows) this.#incoming.push(this.#entry(row))
    this.#arrived += rows.length
    if (this.#incoming.length > 0) this.#cancel ??= this.#schedule(() => this.#flush())
  }

  /** Older rows, newest first as the service gives them; they show at once. */
  prepend({ rows }: LogPage): void {
    const room = Math.max(0, this.#limit - this.#entries.length)
    if (rows.length === 0 || room === 0) return
    const older = rows.slice(0, room).map(row => this.#entry(row))
    this.#entries = [...older.toReversed(), ...this.#entries]
    this.#changed('prepend')
  }

  #flush(): void {
    this.#cancel = undefined
    const incoming = this.#incoming
    this.#incoming = []
    this.#entries.push(...(this.#isHeld ? this.#thatFit(incoming) : incoming))
    // a tenth at a time, so that the many rows are moved only now and then
    if (this.#entries.length > this.#limit) this.#entries = this.#entries.slice(-Math.ceil(this.#limit * 0.9))
    this.#changed('append')
  }

  /** What there is room for; the rest becomes one growing gap at the end. */
  #thatFit(incoming: readonly LogEntry[]): readonly LogEntry[] {
    const room = Math.max(0, this.#limit - 1 - this.#entries.length)
    const lost = incoming.slice(room).reduce((sum, entry) => sum + (entry.kind === 'gap' ? entry.count : 1), 0)
    if (lost === 0) return incoming
    const last = this.#entries.at(-1)
    if (room > 0 || last?.kind !== 'gap') return [...incoming.slice(0, room), this.#gap(lost)]
    this.#entries[this.#entries.length - 1] = { ...last, count: last.count + lost }
    return []
  }

  #drop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#incoming = []
  }

  #changed(change: 'append' | 'prepend' | 'reset'): void {
    this.#change = change
    this.#version++
    for (const listener of this.#listeners) listener()
  }

  #entry(row: LogRow): LogEntry {
    // rows of earlier processes may share a number, so each gets a name of its own
    return { kind: 'row', key: `${row.seq}-${this.#keys++}`, row }
  }

  #gap(count: number): LogEntry {
    return { kind: 'gap', key: `gap-${this.#keys++}`, count }
  }
}
