import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

export type EchoOptions = {
  /** Before the first word (milliseconds). */
  wait?: number
  /** Between two words. */
  pause?: number
  /** What to answer; by default the question. */
  answer?: (question: string) => string
  /** Only this key is taken; every other is refused as a provider does. */
  key?: string
}

/** An OpenAI-compatible server that streams `echo: <question>` word by word. Options may change between two requests. */
export async function startEchoModel(options: EchoOptions = {}) {
  const asked: string[] = []
  const keys: string[] = []
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const { key } = options
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) return refuse(response)
    if (request.method === 'GET')
      return tell(response, 200, { object: 'list', data: [{ id: 'echo' }, { id: 'parrot' }] })
    const body = (await json(request)) as { messages: { role: string; content: unknown }[] }
    const question = textOf(body.messages.findLast(message => message.role === 'user')?.content)
    asked.push(question)
    keys.push(request.headers.authorization ?? '')
    const { wait = 0, pause = 0, answer = (text: string) => `echo: ${text}` } = options
    await stream(response, answer(question), wait, pause)
  }
  const server = createServer((request, response) => void reply(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    options,
    asked,
    keys,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const refuse = (response: ServerResponse): void =>
  tell(response, 401, { error: { message: 'Incorrect API key provided.', type: 'invalid_request_error' } })

const tell = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function stream(response: ServerResponse, text: string, wait: number, pause: number): Promise<void> {
  let gone = false
  response.on('close', () => (gone = true))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finish: string | null) =>
    response.write(
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'echo', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    )
  await sleep(wait)
  for (const word of text.match(/\s*\S+/g) ?? [text]) {
    if (gone) return
    send({ role: 'assistant', content: word }, null)
    if (pause > 0) await sleep(pause)
  }
  send({}, 'stop')
  response.end('data: [DONE]\n\n')
}

/** The last line of the question: in groups the speaker's name goes before it. */
const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? content.map((part: { text?: string }) => part.text ?? '').join('')
      : ''
