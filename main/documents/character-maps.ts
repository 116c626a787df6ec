/** The text encodings behind the named maps of PDF, by what their names begin with. */
const ENCODINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:GBK|GBKp|GB|GBpc)-EUC-[HV]$/, 'gbk'],
  [/^(?:ETen|ETenms|HKscs)-B5-[HV]$|^B5pc-[HV]$/, 'big5'],
  [/^(?:90ms|90msp|90pv)-RKSJ-[HV]$/, 'shift_jis'],
  [/^KSC(?:ms-UHC|-EUC|ms-UHC-HW)-[HV]$/, 'euc-kr'],
]
const UNICODE = /^Uni(?:GB|CNS|JIS|KS)-(?:UCS2|UTF16)(?:-HW)?-[HV]$/
const TO_UNICODE = /^Adobe-(?:GB1|CNS1|Japan1|Korea1)-UCS2$/

/** Entries that one list of a map may have. */
const AT_ONCE = 100

/**
 * The character maps that a PDF may name instead of bringing them, as many Chinese ones do that embed no font. The real
 * ones number the glyphs of a font; only words are wanted here, so each map gives a character's Unicode value as its
 * number, and the map from numbers to Unicode gives every number itself.
 */
export class CharacterMaps {
  /** Whether a map asked for so far numbers characters in our way; glyphs that the PDF numbers itself are no words. */
  #ours = false

  /** Called by the reader of PDF. Rejects for everything else that it would fetch. */
  fetch({ kind, filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const map = kind === 'cMapUrl' ? this.#map(filename) : undefined
    return map === undefined ? Promise.reject(new Error('There is no such map.')) : Promise.resolve(Buffer.from(map))
  }

  #map(name: string): string | undefined {
    if (TO_UNICODE.test(name)) return this.#ours ? TO_ITSELF : undefined
    const encoding = ENCODINGS.find(([names]) => names.test(name))?.[1]
    const map = UNICODE.test(name) ? FROM_UNICODE : encoding && mapOf(encoding)
    this.#ours ||= map !== undefined
    return map || undefined
  }
}

const map = (...lines: readonly string[]): string =>
  ['/CIDInit /ProcSet findresource begin begincmap', ...lines, 'endcmap end'].join('\n')

const FROM_UNICODE = map(
  '1 begincodespacerange <0000> <ffff> endcodespacerange',
  '1 begincidrange <0000> <ffff> 0 endcidrange',
)
const TO_ITSELF = map(
  '1 begincodespacerange <0000> <ffff> endcodespacerange',
  '1 beginbfrange <0000> <ffff> <0000> endbfrange',
)

/** One byte for ASCII, two for everything else: so all these encodings are. */
function mapOf(encoding: string): string {
  const decoder = new TextDecoder(encoding)
  const entries: string[] = []
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++) {
      const [character = '', more] = decoder.decode(Uint8Array.of(first, second))
      const code = character.codePointAt(0) ?? 0xfffd
      if (more === undefined && code < 0xfffd) entries.push(`<${hex(first)}${hex(second)}> ${code}`)
    }
  const lists: string[] = []
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE)
    lists.push(`${some.length} begincidchar`, ...some, 'endcidchar')
  }
  const spaces = '2 begincodespacerange <00> <80> <8140> <fefe> endcodespacerange'
  return map(spaces, '1 begincidrange <00> <7f> 0 endcidrange', ...lists)
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
