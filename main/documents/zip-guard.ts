import { Inflate } from 'fflate'

/** What a container may hold; the documents of daily life stay far below. */
export type ZipLimits = { readonly entries: number; readonly bytes: number; readonly ratio: number }

export const usualZip: ZipLimits = { entries: 5000, bytes: 150 * 1024 * 1024, ratio: 200 }

export type ZipVerdict = 'fine' | 'bomb' | 'damaged' | 'password'

type Entry = {
  readonly method: number
  readonly encrypted: boolean
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** The end record is 22 bytes and a comment of up to 64 KB. */
const LONGEST_END = 22 + 0xffff
/** A small file may pack as well as it likes: blank pages do. */
const RATIO_FROM = 10 * 1024 * 1024
/** Packed bytes at once: they may come out a thousand times as long. */
const PIECE = 16 * 1024
const STORED = 0
const DEFLATED = 8

/**
 * Looks whether a container can be handed to a reader, which unpacks whatever it finds into memory. Every entry is
 * unpacked here first, piece by piece and without being kept, because the sizes that a container states may be lies.
 */
export function judgeZip(bytes: Uint8Array, limits: ZipLimits = usualZip): ZipVerdict {
  const entries = entriesOf(bytes, limits.entries)
  if (typeof entries === 'string') return entries
  if (entries.some(entry => entry.encrypted)) return 'password'
  const stated = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (isTooMuch(stated, bytes.length, limits)) return 'bomb'
  let total = 0
  for (const entry of entries) {
    const most = limits.bytes - total
    const size = unpackedSize(bytes, entry, most)
    if (size === undefined) return 'damaged'
    total += size
    if (isTooMuch(total, bytes.length, limits)) return 'bomb'
  }
  return 'fine'
}

const isTooMuch = (unpacked: number, packed: number, { bytes, ratio }: ZipLimits): boolean =>
  unpacked > bytes || (unpacked > RATIO_FROM && unpacked > packed * ratio)

/** What the directory at the end lists; that is what readers go by. */
function entriesOf(bytes: Uint8Array, most: number): readonly Entry[] | 'damaged' | 'bomb' {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end === undefined) return 'damaged'
  const count = view.getUint16(end + 10, true)
  if (count > most) return 'bomb' // 65535 stands for "more than fit here"
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return 'damaged'
    const nameLength = view.getUint16(at + 28, true)
    entries.push({
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function endOf(view: DataView): number | undefined {
  const last = view.byteLength - 22
  for (let at = last; at >= 0 && at > last - LONGEST_END; at--) if (view.getUint32(at, true) === END) return at
  return undefined
}

/** How much really comes out of an entry, counted up to a little over `most`; `undefined` when nothing can. */
function unpackedSize(bytes: Uint8Array, entry: Entry, most: number): number | undefined {
  const { offset, packed, method } = entry
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) return undefined
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > bytes.length) return undefined
  if (method === STORED) return packed
  return method === DEFLATED ? inflatedSize(bytes.subarray(start, start + packed), most) : undefined
}

function inflatedSize(packed: Uint8Array, most: number): number | undefined {
  let size = 0
  const inflate = new Inflate(piece => {
    size += piece.length
  })
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length)
      if (size > most) return size
    }
    return size
  } catch {
    return undefined // no stream of this form: the container is damaged
  }
}
