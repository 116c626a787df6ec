import { cutsOf, WHOLE_BLOCKS, type Cut } from './cuts.ts'
import { cutInside } from './inside.ts'
import { parsed } from './markdown.ts'
import { longestPrefix } from './search.ts'
import { BEGINNING, viewFrom, type Place, type View } from './views.ts'
import { cost, costs, extras } from './weights.ts'

/** What one message takes. */
export type Room = { readonly bytes: number; readonly tables: number }

/** A part of a text, and where the next one begins. */
export type Piece = { readonly text: string; readonly next?: Place }

/** A part that would be shorter than this share of the room is no part of its own: its words stay with what follows. */
const LEAD_IN = 1 / 40
/** Read beyond the room, so that a block that ends just behind it is known as a whole. */
const AHEAD = 2000

/**
 * Cuts markdown into parts that fit: between blocks or list items, and inside a block only when it is larger than the
 * room. Code blocks are closed and opened again, heads of tables repeated, numbers of lists kept. No word is lost.
 */
export function split(markdown: string, room: Room, from: Place = BEGINNING): readonly Piece[] {
  const pieces: Piece[] = []
  for (let place: Place | undefined = from; place && place.offset < markdown.length;) {
    const piece = nextPiece(markdown, place, room)
    pieces.push(piece)
    place = piece.next
  }
  return pieces
}

/** The part that begins at a place. What it takes depends on nothing behind it, so it stays while the text grows. */
function nextPiece(markdown: string, place: Place, room: Room): Piece {
  const view = viewFrom(markdown, place, room.bytes + AHEAD)
  const isAll = view.sourceAt(view.text.length) >= markdown.length
  // Most texts are far from the limit: they need no parsing.
  if (isAll && mostTables(view.text) <= room.tables && roughly(view.text) <= room.bytes) return { text: view.text }
  const scale = scaleOf(view.text, room)
  if (isAll && scale.fits(view.text.length, '')) return { text: view.text }
  const cut = bestCut(scale, view, room)
  const text = view.text.slice(0, cut.offset) + cut.after
  return { text, next: placeOf(cut, view) }
}

/** Where a table's second line may be; never less than there are tables. */
const mostTables = (text: string): number => text.match(/^[ \t>*+\d.)-]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)/gm)?.length ?? 0

/** Every character as the most expensive thing that it could begin. */
const roughly = (text: string): number =>
  cost(text) + 24 * (text.match(/^[ \t>]*(?:#|[-*+]|\d|`|~| {4})|\[|<|=/gm)?.length ?? 0) + 2 * addresses(text)
const addresses = (text: string): number =>
  (text.match(/\([^)\n]*\)|<[^>\n]*>/g) ?? []).reduce((sum, { length }) => sum + length * 3, 0)

type Scale = {
  readonly cuts: readonly Cut[]
  readonly size: (offset: number) => number
  readonly fits: (offset: number, after: string) => boolean
  readonly root: ReturnType<typeof parsed>
}

function scaleOf(text: string, room: Room): Scale {
  const root = parsed(text)
  const sums = costs(text)
  const added = extras(root, text).toSorted((one, other) => one.offset - other.offset)
  const until = (offset: number) => added.filter(extra => extra.offset < offset)
  const size = (offset: number) => sums[offset]! + until(offset).reduce((sum, extra) => sum + extra.bytes, 0)
  const tables = (offset: number) => until(offset).reduce((sum, extra) => sum + extra.tables, 0)
  const fits = (offset: number, after: string) =>
    sums[offset]! + cost(after) <= room.bytes &&
    size(offset) + cost(after) <= room.bytes &&
    tables(offset) <= room.tables
  return { cuts: cutsOf(root, text), size, fits, root }
}

function bestCut({ cuts, fits, root }: Scale, view: View, room: Room): Cut {
  const ahead = cuts.filter(cut => cut.offset > view.begin && cut.worth > 0)
  const fitting = ahead.slice(
    0,
    longestPrefix(ahead.length, count => fits(ahead[count - 1]!.offset, ahead[count - 1]!.after)),
  )
  const least = view.begin + room.bytes * LEAD_IN
  const whole = fitting.filter(cut => cut.worth >= WHOLE_BLOCKS && cut.offset > least)
  const largest = longestPrefix(view.text.length, length => fits(length, ''))
  return best(whole, largest) ?? best(fitting, largest) ?? cutInside(root, view, fits)
}

/** The best in the second half of what fits, the later of two equals; else the last of all. */
function best(cuts: readonly Cut[], largest: number): Cut | undefined {
  const late = cuts.filter(cut => cut.offset >= largest / 2)
  const chosen = late.reduce<Cut | undefined>(
    (known, cut) => (known && known.worth > cut.worth ? known : cut),
    undefined,
  )
  return chosen ?? cuts.at(-1)
}

function placeOf(cut: Cut, view: View): Place {
  const outer = view.indentsAt(cut.offset)
  const removed = outer[0] ?? 0
  const indents = [...cut.indents.map(indent => indent + removed), ...outer]
  const place = { offset: view.sourceAt(cut.offset), before: cut.before, indents }
  return cut.number === undefined ? place : { ...place, number: cut.number }
}
