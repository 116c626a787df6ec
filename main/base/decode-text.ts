const SNIFFED = 8192
/** More control characters than this share of the beginning, and it is no text. */
const MOST_CONTROLS = 0.02

/** The text that a file holds: UTF-8, UTF-16 with its mark, or else GB 18030. Undefined when it is no text at all. */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return tryDecode('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return tryDecode('utf-16be', bytes)
  if (bytes.subarray(0, SNIFFED).includes(0)) return undefined
  const text = tryDecode('utf-8', bytes) ?? tryDecode('gb18030', bytes)
  return text === undefined || hasTooManyControls(text.slice(0, SNIFFED)) ? undefined : text
}

function tryDecode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined // these bytes are not of this encoding
    throw thrown
  }
}

function hasTooManyControls(text: string): boolean {
  const controls = text.match(/\p{Cc}/gu)?.filter(character => !usual.has(character)).length ?? 0
  return controls > text.length * MOST_CONTROLS
}

/** Tabs, line ends, page breaks, and the escape that colours a terminal's output. */
const usual = new Set(['\t', '\n', '\v', '\f', '\r', '\u001b'])
