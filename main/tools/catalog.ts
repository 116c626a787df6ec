import type { Tool } from '../agent/tool.ts'
import { currentTimeTool, type Clock } from './current-time.ts'
import { findMemberTool, type MembersPort } from './find-member.ts'
import { notifyTool, type NotifyPort } from './notify.ts'
import { listFilesTool } from './list-files.ts'
import { readFileTool } from './read-file.ts'
import { sendFileTool, type SendFilePort } from './send-file.ts'
import { searchTextTool } from './search-text.ts'

type ToolPorts = Clock & {
  /** Without it there is no tool that posts into groups. */
  readonly notify?: NotifyPort
  /** Without them there is no tool that looks people up, and none that sends files. */
  readonly members?: MembersPort
  readonly files?: SendFilePort
}

/** Every tool that the agent may be given. One line here adds one. */
export const createTools = ({ notify, members, files, ...clock }: ToolPorts): readonly Tool[] => [
  currentTimeTool(clock),
  listFilesTool(),
  readFileTool(),
  searchTextTool(clock.now),
  ...(members ? [findMemberTool(members)] : []),
  ...(files ? [sendFileTool(files)] : []),
  ...(notify ? [notifyTool(notify)] : []),
]
