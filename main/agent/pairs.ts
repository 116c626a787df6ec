import type { AssistantModelMessage, ModelMessage, ToolModelMessage, ToolResultPart } from 'ai'

type Call = { readonly toolCallId: string; readonly toolName: string }

/**
 * Puts every tool call together with its result, as providers demand: a missing result is told to be missing,
 * and a result whose call is gone, or that comes a second time, is left out.
 */
export function pairCalls(messages: readonly ModelMessage[]): ModelMessage[] {
  const paired: ModelMessage[] = []
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index]
    if (message === undefined || message.role === 'tool') continue
    const kept = message.role === 'assistant' ? withUniqueCalls(message) : message
    if (kept === undefined) continue
    paired.push(kept)
    if (kept.role !== 'assistant') continue
    const calls = callsOf(kept)
    if (calls.length > 0) paired.push(answersTo(calls, resultsAfter(messages, index)))
  }
  return paired
}

/** The calls of a message that this computer has to answer; a provider's own tools answer inside the message. */
function callsOf(message: AssistantModelMessage): readonly Call[] {
  if (typeof message.content === 'string') return []
  return message.content.flatMap(part => (part.type === 'tool-call' && part.providerExecuted !== true ? [part] : []))
}

/** The same call twice in one message would ask for two results; nothing at all is no message. */
function withUniqueCalls(message: AssistantModelMessage): AssistantModelMessage | undefined {
  if (typeof message.content === 'string') return message.content === '' ? undefined : message
  const seen = new Set<string>()
  const content = message.content.filter(part => {
    if (part.type === 'tool-approval-request') return false // an approval that can no longer be given
    if (part.type !== 'tool-call') return true
    return !seen.has(part.toolCallId) && seen.add(part.toolCallId)
  })
  return content.length > 0 ? { ...message, content } : undefined
}

function resultsAfter(messages: readonly ModelMessage[], index: number): ReadonlyMap<string, ToolResultPart> {
  const results = new Map<string, ToolResultPart>()
  for (let next = index + 1; messages[next]?.role === 'tool'; next++) {
    for (const part of messages[next]?.content ?? []) {
      if (typeof part === 'object' && part.type === 'tool-result' && !results.has(part.toolCallId)) {
        results.set(part.toolCallId, part)
      }
    }
  }
  return results
}

function answersTo(calls: readonly Call[], results: ReadonlyMap<string, ToolResultPart>): ToolModelMessage {
  return { role: 'tool', content: calls.map(call => results.get(call.toolCallId) ?? missing(call)) }
}

const missing = (call: Call): ToolResultPart => ({
  type: 'tool-result',
  toolCallId: call.toolCallId,
  toolName: call.toolName,
  output: { type: 'error-text', value: 'This call was interrupted; whether it had an effect is not known.' },
})
