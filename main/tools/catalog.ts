import type { Tool } from '../agent/tool.ts'
import { currentTimeTool, type Clock } from './current-time.ts'
import { notifyTool, type NotifyPort } from './notify.ts'
import { listFilesTool } from './list-files.ts'
import { readFileTool } from './read-file.ts'
import { searchTextTool } from './search-text.ts'

type ToolPorts = Clock & {
  /** Without it there is no tool that posts into groups. */
  readonly notify?: NotifyPort
}

/** Every tool that the agent may be given. One line here adds one. */
export const createTools = ({ notify, ...clock }: ToolPorts): readonly Tool[] => [
  currentTimeTool(clock),
  listFilesTool(),
  readFileTool(),
  searchTextTool(clock.now),
  ...(notify ? [notifyTool(notify)] : []),
]
