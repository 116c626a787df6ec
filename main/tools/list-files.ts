import { z } from 'zod'
import { defineTool } from '../agent/tool.ts'
import { sizeOf } from './size.ts'
import { listFolder, withSizes, type Entry } from './workspace.ts'

const MOST_ENTRIES = 500

export const listFilesTool = () =>
  defineTool({
    name: 'list_files',
    describe: 'List the files and folders in a folder of the workspace. Folders end with "/".',
    access: 'read',
    input: z.object({
      path: z.string().default('.').describe('A folder relative to the workspace; "." is the workspace itself'),
    }),
    target: input => input.path,
    run: async ({ path }, scene, signal) => {
      const folder = await listFolder(scene, path)
      signal.throwIfAborted()
      const shown = await withSizes(scene, path, folder.entries.slice(0, MOST_ENTRIES))
      if (shown.length === 0) return 'This folder is empty.'
      const more = folder.entries.length - shown.length
      return [...shown.map(line), ...(more > 0 ? [`[cut: ${more} more entries]`] : [])].join('\n')
    },
  })

function line(entry: Entry): string {
  const name = /\p{Cc}/u.test(entry.name) ? JSON.stringify(entry.name) : entry.name
  switch (entry.kind) {
    case 'folder':
      return `${name}/`
    case 'file':
      return `${name} (${sizeOf(entry.size)})`
    case 'link':
      return `${name} (link)`
    case 'other':
      return `${name} (no regular file)`
    default:
      return entry.kind satisfies never
  }
}
