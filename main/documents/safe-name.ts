const MOST_BYTES = 150
/** What no system allows in a name, or what leads elsewhere. */
const FORBIDDEN = /[/\\:*?"<>|]/
/** Names that Windows gives to devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * A name that can be given to a file on every system and shows what it is: no way to another folder, no invisible
 * characters, no reversed endings. Chinese and other scripts stay. `fallback` serves where nothing is left.
 */
export function safeName(given: string, fallback: string): string {
  const plain = given
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu, '')
  const shown = Array.from(plain, each => (FORBIDDEN.test(each.normalize('NFKC')) ? '_' : each)).join('')
  const trimmed = trimEnds(shown.replaceAll(/\s+/gu, ' '))
  const short = shorten(trimmed)
  if (short === '') return fallback
  // A dash in front would be an option to whatever is given the name.
  return DEVICE.test(short.normalize('NFKC')) || /^\p{Dash}/u.test(short) ? `_${short}` : short
}

/** Dots and blanks at the ends hide a file or vanish on Windows; some characters only turn out to be dots there. */
function trimEnds(name: string): string {
  const characters = Array.from(name)
  const isEdge = (each: string | undefined) => each !== undefined && /^[. ~]+$/.test(each.normalize('NFKC'))
  while (isEdge(characters[0])) characters.shift()
  while (isEdge(characters.at(-1))) characters.pop()
  return characters.join('')
}

/** Keeps the ending, which tells people what it is. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MOST_BYTES) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  const characters = Array.from(name.slice(0, name.length - ending.length))
  let rest = characters.slice(0, MOST_BYTES).join('')
  while (Buffer.byteLength(rest) > MOST_BYTES - Buffer.byteLength(ending)) rest = Array.from(rest).slice(0, -1).join('')
  return trimEnds(rest) + ending
}

/** The same name with a number before its ending: `report (2).pdf`. */
export function numbered(name: string, number: number): string {
  if (number <= 1) return name
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
}

/** A folder's name for an ID of the platform; one that could mean something else is replaced. */
export const folderName = (id: string, replaced: (id: string) => string): string =>
  /^[A-Za-z0-9_-]{1,80}$/.test(id) && !DEVICE.test(id) ? id : replaced(id)
