import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Asked = {
  readonly url: string
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, unknown>>
}

/** A refusal or a list, or the lines of an event stream; `hang` leaves it open. */
export type StubAnswer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly lines: readonly string[]; readonly hang?: true }

/** A real HTTP server in the place of a provider; `fetch` leads every address to it, so that the addresses are the true ones. */
export class StubProvider {
  readonly asked: Asked[] = []
  /** The addresses that were meant. */
  readonly urls: string[] = []
  answer: (asked: Asked) => StubAnswer
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  private constructor(answer: (asked: Asked) => StubAnswer) {
    this.answer = answer
  }

  static async start(answer: (asked: Asked) => StubAnswer): Promise<StubProvider> {
    const stub = new StubProvider(answer)
    await new Promise<void>(resolve => stub.#server.listen(0, '127.0.0.1', resolve))
    stub.origin = `http://127.0.0.1:${(stub.#server.address() as AddressInfo).port}` // it listens on TCP
    return stub
  }

  /** Stays the same when the server has gone. */
  origin = ''

  readonly fetch: typeof globalThis.fetch = (input, init) => {
    const meant = new URL(input instanceof Request ? input.url : input)
    this.urls.push(meant.href)
    return globalThis.fetch(`${this.origin}${meant.pathname}${meant.search}`, init)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const text = Buffer.concat(pieces).toString('utf8')
    const body = text === '' ? {} : (JSON.parse(text) as Asked['body']) // the provider's package under test wrote it
    const asked = { url: request.url ?? '', method: request.method ?? '', headers: request.headers, body }
    this.asked.push(asked)
    const answer = this.answer(asked)
    if ('status' in answer) {
      const plain = typeof answer.body === 'string'
      response.writeHead(answer.status, { 'content-type': plain ? 'text/html' : 'application/json', ...answer.headers })
      response.end(plain ? answer.body : JSON.stringify(answer.body))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(answer.lines.map(line => `${line}\n`).join(''))
    if (answer.hang !== true) response.end()
  }
}

const data = (value: unknown) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n`
const event = (value: { readonly type: string; readonly [more: string]: unknown }) =>
  `event: ${value.type}\n${data(value)}`

export type Said = { readonly thought?: string; readonly text?: string; readonly end?: 'stop' | 'length' }
/** How a provider streams: what it thought, what it said, why it ended. */
export type Protocol = (said: Said) => StubAnswer

export const chat: Protocol = ({ thought = '', text = '', end = 'stop' }) => {
  const chunk = (choices: unknown[], more = {}) =>
    data({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more })
  const delta = (part: object) => chunk([{ index: 0, delta: { role: 'assistant', ...part } }])
  return {
    lines: [
      ...(thought ? [delta({ reasoning_content: thought, reasoning: thought })] : []),
      ...text.split('').map(letter => delta({ content: letter })),
      chunk([{ index: 0, delta: {}, finish_reason: end }]),
      chunk([], { usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 } }),
      data('[DONE]'),
    ],
  }
}

export const responses: Protocol = ({ thought = '', text = '', end = 'stop' }) => {
  const usage = { input_tokens: 9, output_tokens: 5, output_tokens_details: { reasoning_tokens: thought ? 5 : 0 } }
  const ended = end === 'stop' ? 'response.completed' : 'response.incomplete'
  const incomplete = end === 'stop' ? {} : { incomplete_details: { reason: 'max_output_tokens' } }
  const reasoning = { type: 'reasoning', id: 'rs', encrypted_content: 'sealed', summary: [] }
  const message = { type: 'message', id: 'ms' }
  return {
    lines: [
      event({ type: 'response.created', response: { id: 'r', created_at: 1, model: 'm' } }),
      ...(thought
        ? [
            event({ type: 'response.output_item.added', output_index: 0, item: reasoning }),
            event({ type: 'response.output_item.done', output_index: 0, item: reasoning }),
          ]
        : []),
      ...(text ? [event({ type: 'response.output_item.added', output_index: 1, item: message })] : []),
      ...text.split('').map(delta => event({ type: 'response.output_text.delta', item_id: 'ms', delta })),
      ...(text ? [event({ type: 'response.output_item.done', output_index: 1, item: message })] : []),
      event({ type: ended, response: { usage, ...incomplete } }),
    ],
  }
}

export const messages: Protocol = ({ thought = '', text = '', end = 'stop' }) => {
  const block = (index: number, kind: object, deltas: object[]) => [
    event({ type: 'content_block_start', index, content_block: kind }),
    ...deltas.map(delta => event({ type: 'content_block_delta', index, delta })),
    event({ type: 'content_block_stop', index }),
  ]
  const thinking = block(0, { type: 'thinking', thinking: '' }, [{ type: 'thinking_delta', thinking: thought }])
  const spoken = text.split('').map(letter => ({ type: 'text_delta', text: letter }))
  return {
    lines: [
      event({
        type: 'message_start',
        message: { id: 'm', model: 'm', role: 'assistant', usage: { input_tokens: 9 } },
      }),
      ...(thought ? thinking : []),
      ...(text ? block(1, { type: 'text', text: '' }, spoken) : []),
      event({
        type: 'message_delta',
        delta: { stop_reason: end === 'stop' ? 'end_turn' : 'max_tokens' },
        usage: { output_tokens: 5 },
      }),
      event({ type: 'message_stop' }),
    ],
  }
}

export const gemini: Protocol = ({ thought = '', text = '', end = 'stop' }) => {
  const part = (content: object, more = {}) =>
    data({ candidates: [{ content: { role: 'model', parts: [content] }, index: 0, ...more }] })
  const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 5, totalTokenCount: 14 }
  return {
    lines: [
      ...(thought ? [part({ text: thought, thought: true })] : []),
      ...text.split('').map(letter => part({ text: letter })),
      data({ candidates: [{ index: 0, finishReason: end === 'stop' ? 'STOP' : 'MAX_TOKENS' }], usageMetadata }),
    ],
  }
}
