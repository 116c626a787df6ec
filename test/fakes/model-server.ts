import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type WireCall = { readonly id: string; readonly name: string; readonly input: unknown }

/** One answer of the stub: a refusal, or a stream that ends in one of four ways. */
export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly chunks: readonly unknown[]
      /** Milliseconds before each chunk. */
      readonly pause?: number
      /** `done`: as it should be · `unfinished`: no finish reason · `cut`: the socket breaks · `hang`: nothing more comes. */
      readonly end?: 'done' | 'unfinished' | 'cut' | 'hang'
      readonly finish?: string
    }

export type Seen = { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: SeenBody }
type SeenBody = {
  readonly model: string
  readonly stream: boolean
  readonly max_tokens?: number
  readonly tools?: readonly { readonly function: { readonly name: string } }[]
  readonly messages: readonly {
    readonly role: string
    readonly content: unknown
    readonly tool_calls?: unknown
    readonly tool_call_id?: string
  }[]
}

const chunk = (delta: unknown) => ({
  id: 'c1',
  model: 'stub',
  created: 1,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta }],
})

/** A stream of these pieces of text. */
export const says = (...texts: readonly string[]) => texts.map(content => chunk({ role: 'assistant', content }))
export const thinks = (...texts: readonly string[]) =>
  texts.map(text => chunk({ role: 'assistant', reasoning_content: text, reasoning: text }))
export const calls = (...wanted: readonly WireCall[]) =>
  wanted.map(({ id, name, input }, index) =>
    chunk({
      role: 'assistant',
      tool_calls: [
        {
          index,
          id,
          type: 'function',
          function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
        },
      ],
    }),
  )
/** An answer that ends with calls. */
export const callsOnly = (...wanted: readonly WireCall[]): Answer => ({
  chunks: calls(...wanted),
  finish: 'tool_calls',
})
/** A refusal that asks to be repeated at once, so that a test does not wait for the SDK's pauses. */
export const refuses = (status: number, message: string, more: Readonly<Record<string, unknown>> = {}): Answer => ({
  status,
  body: { error: { message, code: status, ...more } },
  headers: { 'retry-after-ms': '1' },
})

/** A real HTTP server that speaks as much of the OpenAI protocol as providers use, from a script. */
export class ModelServer {
  readonly seen: Seen[] = []
  readonly #script: Answer[]
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  #clientsGone = 0
  #wakeGone: () => void = () => undefined

  private constructor(script: readonly Answer[]) {
    this.#script = [...script]
  }

  /** Gives these answers one after the other; the last one again and again. */
  static async start(...script: readonly Answer[]): Promise<ModelServer> {
    const server = new ModelServer(script)
    await new Promise<void>(resolve => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get url(): string {
    return `http://${this.host}/v1`
  }

  get host(): string {
    const { port } = this.#server.address() as AddressInfo // it listens on TCP, so it has a port
    return `127.0.0.1:${port}`
  }

  /** Resolves once a client closed its connection before the answer was complete. */
  async clientGone(): Promise<void> {
    while (this.#clientsGone === 0) await new Promise<void>(resolve => (this.#wakeGone = resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as SeenBody // the provider under test wrote it
    this.seen.push({ path: request.url ?? '', headers: request.headers, body })
    response.on('close', () => {
      if (response.writableFinished) return
      this.#clientsGone += 1
      this.#wakeGone()
    })
    const answer = this.#script.length > 1 ? this.#script.shift() : this.#script[0]
    if (answer === undefined) throw new Error('the script is empty')
    if ('status' in answer) refuse(response, answer)
    else await stream(response, answer)
  }
}

function refuse(response: ServerResponse, answer: Extract<Answer, { status: number }>): void {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {})
  const type = typeof answer.body === 'string' ? 'text/html' : 'application/json'
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers }).end(text)
}

async function stream(response: ServerResponse, answer: Extract<Answer, { chunks: unknown }>): Promise<void> {
  const { chunks, pause = 0, end = 'done', finish = 'stop' } = answer
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  for (const data of chunks) {
    if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
    if (response.destroyed) return
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
  }
  if (end === 'hang') return
  if (end === 'cut') return void setTimeout(() => response.destroy(), 20)
  if (end === 'unfinished') return void response.end()
  const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }
  response.write(
    `data: ${JSON.stringify({ ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: finish }] })}\n\n`,
  )
  response.end(`data: ${JSON.stringify({ ...chunk({}), choices: [], usage })}\n\ndata: [DONE]\n\n`)
}
