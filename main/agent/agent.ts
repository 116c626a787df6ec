import type { Logger } from '../base/logger.ts'
import type { AgentConfig, LlmConfig } from '../contract/config.ts'
import { AppError, isAppError } from '../contract/errors.ts'
import type { LlmView } from '../contract/state.ts'
import type { ModelHandle } from './model.ts'
import { permit, type ChatType, type Role } from './permit.ts'
import { instructions, spoken } from './prompt.ts'
import type { Access, Tool } from './tool.ts'
import type { SteerMessage, Turn, TurnEvent } from './turn-types.ts'

/** One question to the agent, and who asked it where. */
export type AgentRequest = {
  readonly session: string
  readonly account: string
  readonly chatId: string
  readonly senderId: string
  readonly senderName: string
  readonly role: Role
  readonly chatType: ChatType
  readonly text: string
  /** The owner's words for this group; empty elsewhere. */
  readonly groupPrompt: string
  /** The session's rows, oldest first. */
  readonly history: readonly unknown[]
  /** Asked before each further model call; what it hands over counts as delivered. */
  readonly steer?: () => readonly SteerMessage[]
  readonly signal: AbortSignal
}

export interface Agent {
  /** Never throws; the last event is `turn-ended` or `turn-failed`. */
  run(request: AgentRequest): AsyncIterable<TurnEvent>
  /** What is known without asking anybody: the settings, and how the last attempt to use them went. */
  describe(): LlmView
  /** Looks whether the model could be asked now, for instance whether its key is there. Calls no provider. */
  check(): Promise<LlmView>
}

export type AgentSettings = { readonly agent: AgentConfig; readonly llm: LlmConfig; readonly workspace: string }

export type AgentPorts = {
  readonly model: () => Promise<ModelHandle>
  readonly tools: readonly Tool[]
  /** Read at each turn, so that a change applies to the next one. */
  readonly settings: () => AgentSettings
  readonly now: () => number
  readonly log: Logger
}

/** No word from the model for this long means that none will come. */
const STALL = 120_000

export function createAgent(ports: AgentPorts): Agent {
  globalThis.AI_SDK_LOG_WARNINGS = ({ warnings }) =>
    ports.log.debug('model warning', { kinds: warnings.map(warning => warning.type) }) // else the SDK prints them
  let trouble: { readonly llm: LlmConfig; readonly error: AppError } | undefined
  const resolve = async (): Promise<ModelHandle | AppError> => {
    const { llm } = ports.settings()
    try {
      const handle = await ports.model()
      trouble = undefined
      return handle
    } catch (thrown) {
      const error = isAppError(thrown) ? thrown : new AppError('model-failed', 'The model could not be prepared.')
      ports.log.warn('model not ready', { code: error.code, reason: error.message, name: nameOf(thrown) })
      trouble = { llm, error }
      return error
    }
  }
  const describe = () => {
    const { llm } = ports.settings()
    return view(llm, sameModel(trouble?.llm, llm) ? trouble?.error.message : undefined)
  }
  return {
    run: request => run(ports, request, resolve),
    describe,
    check: async () => {
      await resolve()
      return describe()
    },
  }
}

async function* run(ports: AgentPorts, request: AgentRequest, resolve: () => Promise<ModelHandle | AppError>) {
  const log = ports.log.child({ account: request.account, chatId: request.chatId, session: request.session })
  const model = await resolve()
  const { runTurn } = await import('./turn.ts') // brings the whole AI SDK: only when somebody asks something
  const turn = isAppError(model) ? failedTurn(request, model) : runTurn(toTurn(ports, request, model))
  for await (const event of turn) {
    if (event.type === 'turn-failed') log.warn('turn failed', { code: event.error.code, reason: event.error.message })
    if (event.type === 'turn-ended') log.debug('turn ended', { reason: event.reason })
    yield event
  }
}

/** The question stays in the conversation, so that "try again" has something to refer to. */
function* failedTurn(request: AgentRequest, error: AppError): Generator<TurnEvent> {
  const content = spoken(request.text, request.chatType, request.senderName)
  yield { type: 'messages-added', messages: [{ role: 'user', content }] }
  yield { type: 'turn-failed', error }
}

function toTurn(ports: AgentPorts, request: AgentRequest, model: ModelHandle): Turn {
  const { agent, llm, workspace } = ports.settings()
  const { account, chatId, senderId, senderName, chatType, role, groupPrompt } = request
  const say = (text: string) => spoken(text, chatType, senderName)
  const may = (access: Access) => permit(access, role, chatType)
  const tools = ports.tools.filter(tool => may(tool.access) !== 'refuse').map(tool => tool.name)
  return {
    model,
    instructions: instructions({ chatType, senderName, agentPrompt: agent.systemPrompt, groupPrompt, tools }),
    history: request.history,
    question: say(request.text),
    tools: ports.tools,
    scene: { account, chatId, senderId, workspace },
    permit: may,
    steer: () => (request.steer?.() ?? []).map(({ id, text }) => ({ id, text: say(text) })),
    maxSteps: agent.maxSteps,
    maxTokens: llm.maxTokens,
    contextTokens: llm.contextTokens,
    stallMilliseconds: STALL,
    signal: request.signal,
    now: ports.now,
  }
}

function view(llm: LlmConfig, problem: string | undefined): LlmView {
  const base = { provider: llm.provider, model: llm.provider === 'practice' ? 'practice' : llm.model }
  return problem === undefined ? { ...base, ready: true } : { ...base, ready: false, reason: problem }
}

/** A failure is about the settings it happened with, not about later ones. */
const sameModel = (before: LlmConfig | undefined, now: LlmConfig) =>
  before?.provider === now.provider && before.model === now.model && before.apiBase === now.apiBase

const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : typeof thrown)
