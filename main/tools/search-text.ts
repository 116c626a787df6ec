import { z } from 'zod'
import { defineTool, type ToolScene } from '../agent/tool.ts'
import { isAppError } from '../contract/errors.ts'
import { decodeText } from '../base/decode-text.ts'
import { looksSecret } from './secret-names.ts'
import { listFolder, locate, withFile, type Roots } from './workspace.ts'

const MOST_MATCHES = 100
const MOST_FILES = 20_000
const MOST_BYTES = 2_000_000
const MOST_TIME = 10_000
const MOST_LINE = 200
const skipped = new Set(['node_modules', '.git'])

type Search = {
  readonly root: Roots
  readonly query: string
  readonly deadline: number
  readonly now: () => number
  readonly signal: AbortSignal
  readonly matches: string[]
  files: number
}

export const searchTextTool = (now: () => number) =>
  defineTool({
    name: 'search_text',
    describe:
      'Find lines that contain some text (taken literally, upper and lower case alike) in the text files of the workspace.',
    access: 'read',
    input: z.object({
      query: z.string().trim().min(1).max(500).describe('The text to look for, on one line'),
      path: z.string().default('.').describe('A file or folder to look in; "." is the whole workspace'),
    }),
    target: input => input.query,
    run: ({ query, path }, scene, signal) => search(query, path, scene, now, signal),
  })

async function search(
  query: string,
  path: string,
  scene: ToolScene,
  now: () => number,
  signal: AbortSignal,
): Promise<string> {
  const start = await locate(scene, path)
  const state: Search = {
    root: scene,
    query: query.toLowerCase(),
    deadline: now() + MOST_TIME,
    now,
    signal,
    matches: [],
    files: 0,
  }
  const places = start.stats.isDirectory() ? walk(state, start.path) : [start.path]
  for await (const file of places) {
    await searchFile(state, file)
    if (isOver(state)) break
  }
  return tell(state)
}

/** Every file below a folder, in order of names. A folder that vanished or may not be read is passed over. */
async function* walk(state: Search, folder: string): AsyncGenerator<string> {
  const entries = await unlessClosed(async () => (await listFolder(state.root, folder || '.')).entries)
  for (const { name, kind } of entries ?? []) {
    state.signal.throwIfAborted()
    if (isOver(state)) return
    const path = folder ? `${folder}/${name}` : name
    if (skipped.has(name) || looksSecret(path)) continue
    if (kind === 'folder') yield* walk(state, path)
    if (kind === 'file') yield path
  }
}

async function searchFile(state: Search, path: string): Promise<void> {
  state.signal.throwIfAborted()
  state.files += 1
  const text = await unlessClosed(() =>
    withFile(state.root, path, async (file, size) =>
      size > MOST_BYTES ? undefined : decodeText(await file.readFile({ signal: state.signal })),
    ),
  )
  if (text === undefined || !text.toLowerCase().includes(state.query)) return
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const at = line.toLowerCase().indexOf(state.query)
    if (at < 0) continue
    state.matches.push(`${path}:${index + 1}: ${excerpt(line, at)}`)
    if (state.matches.length >= MOST_MATCHES) return
  }
}

/** A search goes on past what can't be opened; names that we would refuse to open by themselves are such. */
async function unlessClosed<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    if (isAppError(thrown) || ['EACCES', 'EPERM', 'ENOENT', 'ELOOP', 'EBUSY', 'ENXIO'].includes(code)) return undefined
    throw thrown
  }
}

const limits = (state: Search) => [
  { reached: state.matches.length >= MOST_MATCHES, note: `stopped after ${MOST_MATCHES} lines` },
  { reached: state.files >= MOST_FILES, note: `stopped after ${MOST_FILES} files` },
  { reached: state.now() >= state.deadline, note: `stopped after ${MOST_TIME / 1000} seconds` },
]

const isOver = (state: Search) => limits(state).some(limit => limit.reached)

function tell(state: Search): string {
  const limit = limits(state).find(({ reached }) => reached)
  const note = limit ? [`[${limit.note}; name a folder or a longer text to find the rest]`] : []
  if (state.matches.length === 0) return ['Nothing found.', ...note].join('\n')
  return [...state.matches, ...note].join('\n')
}

/** The part of a long line around what was found. */
function excerpt(line: string, at: number): string {
  const start = Math.max(0, at - MOST_LINE / 2)
  const part = line
    .slice(start, start + MOST_LINE)
    .toWellFormed()
    .trim()
  return `${start > 0 ? '…' : ''}${part}${start + MOST_LINE < line.length ? '…' : ''}`
}
