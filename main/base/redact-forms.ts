/** The mark that stands where a secret was. Shorter than any secret, so that no secret can hide in it. */
export const MARK = '•••'

/** Shorter values are no secrets that can be looked for: they would blot out ordinary words. */
export const SHORTEST_SECRET = 4

/** An encoded form shorter than this may be an ordinary word. */
const SHORTEST_CODE = 8

/** Every spelling in which a secret may turn up: plain, in JSON (also twice), in a URL, in base64, in hexadecimal. */
export function formsOf(secret: string): readonly string[] {
  const json = inJson(secret)
  const codes = [...base64Cores(secret), ...bothCases(Buffer.from(secret).toString('hex'))]
  return [
    secret,
    json,
    inJson(json),
    ...inUrl(secret).flatMap(bothCases),
    ...codes.filter(code => code.length >= SHORTEST_CODE),
  ].filter(form => form.length >= SHORTEST_SECRET)
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

const bothCases = (text: string): readonly string[] => [
  text,
  text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
  text.includes('%') ? text : text.toUpperCase(),
]

/** `encodeURIComponent`, the stricter RFC 3986 spelling, and that of forms; lone surrogates are replaced, never thrown at. */
function inUrl(secret: string): readonly string[] {
  const plain = encodeURIComponent(secret.toWellFormed())
  const strict = plain.replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return [plain, strict, plain.replaceAll('%20', '+'), strict.replaceAll('%20', '+')]
}

/** The part of the base64 text that stays the same whatever stands around the secret, for each of the three alignments. */
function base64Cores(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap(shift => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const first = Math.ceil((shift * 8) / 6)
    const last = Math.floor(((shift + bytes.length) * 8) / 6)
    const core = text.slice(first, last)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
