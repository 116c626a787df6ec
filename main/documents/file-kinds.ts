/** What a detected type is called, and which endings a name of that type may have. */
type Kind = { readonly words: string; readonly endings: readonly string[] }

const kind = (words: string, ...endings: readonly string[]): Kind => ({ words, endings })

/** By the ending that `file-type` gives to a content. */
const kinds: Readonly<Record<string, Kind>> = {
  pdf: kind('PDF document', 'pdf'),
  docx: kind('Word document', 'docx', 'docm', 'dotx'),
  xlsx: kind('Excel workbook', 'xlsx', 'xlsm', 'xltx'),
  pptx: kind('PowerPoint presentation', 'pptx', 'pptm', 'ppsx'),
  cfb: kind('Office document', 'doc', 'xls', 'ppt', 'msg', 'msi', 'docx', 'xlsx', 'pptx'),
  jpg: kind('JPEG picture', 'jpg', 'jpeg', 'jfif'),
  png: kind('PNG picture', 'png', 'apng'),
  gif: kind('GIF picture', 'gif'),
  webp: kind('WebP picture', 'webp'),
  zip: kind('ZIP archive', 'zip', 'jar', 'apk', 'xmind', 'sketch', 'pages', 'numbers', 'key'),
  exe: kind('Windows program', 'exe', 'dll', 'sys', 'scr', 'com'),
  elf: kind('Linux program', 'elf', 'so', 'bin', 'out'),
  macho: kind('macOS program', 'dylib', 'bundle', 'bin'),
  opus: kind('Opus sound', 'opus', 'ogg', 'oga'),
  ogg: kind('Ogg sound', 'ogg', 'oga', 'opus'),
  mp3: kind('MP3 sound', 'mp3'),
  m4a: kind('AAC sound', 'm4a', 'mp4', 'aac'),
  mp4: kind('MP4 video', 'mp4', 'm4v', 'mov'),
  mov: kind('QuickTime video', 'mov', 'mp4'),
  xml: kind('XML file', 'xml', 'svg', 'html', 'htm', 'xhtml', 'rss', 'atom', 'plist', 'xsd', 'xsl', 'drawio'),
}

/** Endings that promise something other than text. */
const OTHERS = 'heic bmp tiff tif avi mkv wav flac rar 7z gz odt ods epub ico psd'.split(' ')
const ofKinds = Object.entries(kinds).flatMap(([ending, { endings }]) => (ending === 'xml' ? [] : endings))
const BINARY = new Set([...ofKinds, ...OTHERS])

const endingOf = (name: string): string => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/** What a content is called in words. */
export const wordsFor = (detected: string, mediaType: string): string =>
  kinds[detected]?.words ?? `${detected.toUpperCase()} file (${mediaType})`

/** True when the name promises another kind of file than its content is. A name without an ending promises nothing. */
export function isMisnamed(name: string, detected: string | undefined): boolean {
  const ending = endingOf(name)
  if (ending === '') return false
  if (detected === undefined) return BINARY.has(ending)
  const known = kinds[detected]
  return known ? !known.endings.includes(ending) : ending !== detected && (BINARY.has(ending) || ending === 'txt')
}
