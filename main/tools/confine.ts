/** A path inside the workspace with `/` between its parts (empty for the workspace itself), or why it is none. */
export type Placed =
  { readonly inside: true; readonly path: string } | { readonly inside: false; readonly reason: string }

const MOST_LENGTH = 1000
/** Names that Windows gives to devices, in any folder and with any ending. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * Decides on the words alone whether a path stays inside the workspace. Only plain relative paths do, on every system
 * alike; links and races are for whoever opens it. Strict on purpose: a refused path can be asked for in plain words.
 */
export function confine(requested: string): Placed {
  if (requested.length > MOST_LENGTH) return outside('The path is too long.')
  if (/\p{Cc}/u.test(requested) || !requested.isWellFormed())
    return outside('The path holds characters that no path should.')
  const parts = requested.split('/')
  const look = judge(requested, parts)
  if (look !== undefined) return outside(look)
  const folded = fold(requested)
  if (
    folded !== requested &&
    (judge(folded, folded.split('/')) !== undefined || folded.split('/').length !== parts.length)
  ) {
    return outside('The path holds characters that look like others.')
  }
  return { inside: true, path: parts.filter(part => part !== '' && part !== '.').join('/') }
}

function judge(path: string, parts: readonly string[]): string | undefined {
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'Only paths relative to the workspace can be used.'
  if (path.startsWith('~')) return 'The path must stay inside the workspace; "~" leads elsewhere.'
  if (path.includes('\\')) return 'Write the path with "/" between its parts.'
  if (parts.some(part => /^\.{2,}[. ]*$/.test(part))) return 'The path must stay inside the workspace, without "..".'
  if (parts.some(part => part !== '.' && /[. ]$/.test(part))) return 'A name must not end with a dot or a space.'
  if (parts.some(part => device.test(part) || part.includes(':'))) return 'This name is kept for devices.'
  return undefined
}

const outside = (reason: string): Placed => ({ inside: false, reason })

/** What some systems make of a name: full-width forms become plain ones, invisible characters vanish. */
const fold = (path: string) => path.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
