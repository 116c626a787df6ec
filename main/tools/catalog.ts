import type { Tool } from '../agent/tool.ts'
import { currentTimeTool, type Clock } from './current-time.ts'
import { listFilesTool } from './list-files.ts'
import { readFileTool } from './read-file.ts'
import { searchTextTool } from './search-text.ts'

/** Every tool that the agent may be given. One line here adds one. */
export const createTools = (clock: Clock): readonly Tool[] => [
  currentTimeTool(clock),
  listFilesTool(),
  readFileTool(),
  searchTextTool(clock.now),
]
