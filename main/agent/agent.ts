import type { Logger } from '../base/logger.ts'
import type { AgentConfig, LlmConfig } from '../contract/config.ts'
import { AppError, isAppError } from '../contract/errors.ts'
import type { LlmView } from '../contract/state.ts'
import type { ModelHandle } from './model.ts'
import { permit, type ChatType, type Role } from './permit.ts'
import { instructions, spoken, type GroupMembers } from './prompt.ts'
import type { Access, AnsweredMessage, Tool } from './tool.ts'
import { questionOf, taintOf } from './pictures.ts'
import type { Eyes, Picture, SteerMessage, Taint, Turn, TurnEvent } from './turn-types.ts'

/** One question to the agent, and who asked it where. */
export type AgentRequest = {
  readonly session: string
  readonly account: string
  readonly chatId: string
  readonly senderId: string
  readonly senderName: string
  readonly role: Role
  readonly chatType: ChatType
  /** The message that is answered; absent where none led to this turn. */
  readonly message?: AnsweredMessage
  /** Who is in the group, those who wrote last first; absent in private. */
  readonly members?: GroupMembers
  readonly text: string
  readonly pictures?: readonly Picture[]
  /** What the message holds that its sender did not write. */
  readonly tainted?: readonly Taint[]
  /** The owner's words for this group; empty elsewhere. */
  readonly groupPrompt: string
  /** The session's rows, oldest first. */
  readonly history: readonly unknown[]
  /** Asked before each further model call; what it hands over counts as delivered. */
  readonly steer?: () => readonly SteerMessage[] | Promise<readonly SteerMessage[]>
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
  /** Whether the chosen model takes pictures; one of which nobody knows is tried. */
  readonly seesImages?: () => boolean
  /** The folder of what was received in a chat, where its tools may read. */
  readonly receivedFolder?: (chat: { readonly account: string; readonly chatId: string }) => string
  /** The content of a received picture by its path among the received files; `undefined` when it is gone. */
  readonly loadPicture?: (path: string) => Promise<Uint8Array | undefined>
  readonly now: () => number
  readonly log: Logger
}

/** No word from the model for this long means that none will come. */
const STALL = 120_000

export function createAgent(ports: AgentPorts): Agent {
  globalThis.AI_SDK_LOG_WARNINGS = ({ warnings }) =>
    ports.log.debug('model warning', { kinds: warnings.map(warning => warning.type) }) // else the SDK prints them
  const blind: Blind = new Set()
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
    return view(llm, sameModel(trouble?.llm, llm) ? trouble?.error : undefined)
  }
  return {
    run: request => run(ports, request, resolve, blind),
    describe,
    check: async () => {
      await resolve()
      return describe()
    },
  }
}

/** Models that turned out to take no pictures, until the program ends. */
type Blind = Set<string>

async function* run(
  ports: AgentPorts,
  request: AgentRequest,
  resolve: () => Promise<ModelHandle | AppError>,
  blind: Blind,
) {
  const log = ports.log.child({ account: request.account, chatId: request.chatId, session: request.session })
  const model = await resolve()
  const { runTurn } = await import('./turn.ts') // brings the whole AI SDK: only when somebody asks something
  const turn = isAppError(model)
    ? failedTurn(request, model)
    : runTurn(toTurn(ports, request, model, eyesOf(ports, model, blind)))
  for await (const event of turn) {
    if (event.type === 'turn-failed') log.warn('turn failed', { code: event.error.code, reason: event.error.message })
    if (event.type === 'turn-ended') log.debug('turn ended', { reason: event.reason })
    yield event
  }
}

function eyesOf({ loadPicture, seesImages }: AgentPorts, model: ModelHandle, blind: Blind): Eyes | undefined {
  const name = `${model.provider}/${model.name}`
  if (!loadPicture || blind.has(name) || seesImages?.() === false) return undefined
  return { load: loadPicture, blind: () => blind.add(name) }
}

/** The question stays in the conversation, so that "try again" has something to refer to. */
function* failedTurn(request: AgentRequest, error: AppError): Generator<TurnEvent> {
  const text = spoken(request.text, request.chatType, request.senderName)
  yield { type: 'messages-added', messages: [questionOf(text, request.pictures, request.tainted)] }
  yield { type: 'turn-failed', error }
}

function toTurn(ports: AgentPorts, request: AgentRequest, model: ModelHandle, eyes: Eyes | undefined): Turn {
  const { agent, llm, workspace } = ports.settings()
  const { account, chatId, senderId, senderName, chatType, role, groupPrompt } = request
  const say = (text: string) => spoken(text, chatType, senderName)
  const may = (access: Access) => permit(access, role, chatType)
  const tools = ports.tools.filter(tool => may(tool.access) !== 'refuse').map(tool => tool.name)
  return {
    model,
    instructions: instructions({
      chatType,
      senderName,
      groupPrompt,
      tools,
      agentPrompt: agent.systemPrompt,
      ...(request.members && { members: request.members }),
    }),
    history: request.history,
    question: say(request.text),
    ...(request.pictures && { pictures: request.pictures }),
    foreign: request.tainted ?? [],
    tainted: taintOf([...request.history, questionOf('', [], request.tainted)]),
    ...(eyes && { eyes }),
    tools: ports.tools,
    scene: {
      account,
      chatId,
      senderId,
      workspace,
      ...receivedIn(ports, request),
      ...(request.message && { message: request.message }),
    },
    permit: may,
    steer: async () => ((await request.steer?.()) ?? []).map(joined => ({ ...joined, text: say(joined.text) })),
    maxSteps: agent.maxSteps,
    maxTokens: llm.maxTokens,
    contextTokens: llm.contextTokens,
    stallMilliseconds: STALL,
    signal: request.signal,
    now: ports.now,
  }
}

const receivedIn = ({ receivedFolder }: AgentPorts, { account, chatId }: AgentRequest) =>
  receivedFolder ? { received: receivedFolder({ account, chatId }) } : {}

function view(llm: LlmConfig, problem: AppError | undefined): LlmView {
  const base = { provider: llm.provider, model: llm.provider === 'practice' ? 'practice' : llm.model }
  if (!problem) return { ...base, ready: true }
  const { message: reason, code, says } = problem
  return { ...base, ready: false, reason, code, ...(says && { says }) }
}

/** A failure is about the settings it happened with, not about later ones. */
const sameModel = (before: LlmConfig | undefined, now: LlmConfig) =>
  before?.provider === now.provider && before.model === now.model && before.apiBase === now.apiBase

const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : typeof thrown)
