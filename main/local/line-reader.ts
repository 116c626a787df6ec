const NEWLINE = 0x0a

/** Cuts a stream of bytes into lines, however it arrives in pieces. Holds no more than one line of `limit` bytes. */
export class LineReader {
  /** May grow between two lines. */
  limit: number
  #parts: Buffer[] = []
  #size = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** The lines that this piece completes, or `undefined` when one is too long: the stream can't be trusted any more. */
  read(chunk: Buffer): readonly string[] | undefined {
    const lines: string[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (!this.#keep(chunk.subarray(start, end))) return undefined
      lines.push(this.#take())
      start = end + 1
    }
    return this.#keep(chunk.subarray(start)) ? lines : undefined
  }

  #keep(part: Buffer): boolean {
    this.#size += part.length
    if (this.#size > this.limit) return false
    if (part.length > 0) this.#parts.push(part)
    return true
  }

  #take(): string {
    const line = Buffer.concat(this.#parts).toString('utf8')
    this.#parts = []
    this.#size = 0
    return line
  }
}
