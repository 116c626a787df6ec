import type { AgentConfig, Config } from '../contract/config.ts'
import { expandTilde } from './home.ts'

/** The agent that answers: the one named by `defaultAgentId`, else the one marked `default`, else the first, else a plain one. */
export function chosenAgent({ agents }: Config): AgentConfig {
  const named = agents.list.find(agent => agent.id === agents.defaultAgentId)
  return named ?? agents.list.find(agent => agent.default) ?? agents.list[0] ?? plainAgent
}

const plainAgent: AgentConfig = {
  id: 'main',
  default: true,
  workspace: '',
  agentDir: '',
  systemPrompt: '',
  maxSteps: 40,
}

/** The folder its tools may read; without a setting, the one in the home. Absolute when the setting is, or begins with `~`. */
export const workspaceOf = (agent: AgentConfig, fallback: string, userHome: string): string =>
  agent.workspace === '' ? fallback : expandTilde(agent.workspace, userHome)
