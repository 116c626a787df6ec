import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { RegistrationFlow, type AccountsBrand, type FlowAnswer, type MadeApp } from './register-flow.ts'
import { scannedPage, type ScannedPage } from './register-page.ts'

export type AccountsOptions = {
  /** Makes the app that a person agreed to, or changes the one that `page.clientId` names. */
  readonly make: (page: ScannedPage, brand: AccountsBrand) => Promise<MadeApp>
  readonly now?: () => number
  /** Seconds; short ones for tests. */
  readonly interval?: number
  readonly expiresIn?: number
  /** With a certificate the servers speak https, as the real ones do. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** How the next requests fail: cut, never answered, or an HTTP status with a page that is no JSON. */
export type AccountsFault = 'cut' | 'hang' | number

/** The practice accounts servers, where scanning a code makes an app. */
export type AccountsServers = {
  readonly urls: Readonly<Record<AccountsBrand, string>>
  /** Opens a scanned link as a phone does; throws where the page would show an error. */
  readonly open: (link: string) => ScannedPage
  /** The person agrees; `brand` is where their company is. */
  readonly approve: (link: string, brand?: AccountsBrand) => Promise<MadeApp>
  readonly deny: (link: string) => void
  readonly expire: (link: string) => void
  readonly fail: (fault: AccountsFault, times?: number) => void
  /** What was asked so far, as `feishu begin`. */
  readonly asked: () => readonly string[]
  close(): Promise<void>
}

const PATH = '/oauth/v1/app/registration'
const PAGE = '/page/launcher'
const FORM = 'application/x-www-form-urlencoded'

export async function createAccountsServers(options: AccountsOptions): Promise<AccountsServers> {
  const { now = Date.now, interval = 5, expiresIn = 600, tls, make } = options
  const flow = new RegistrationFlow({ now, interval, expiresIn })
  const faults: AccountsFault[] = []
  const asked: string[] = []
  const answering =
    (brand: AccountsBrand, base: () => string) => (request: IncomingMessage, response: ServerResponse) =>
      // a client that goes away in the middle of its question gets no answer
      void answer({ flow, faults, asked, brand, page: `${base()}${PAGE}` }, request, response).catch(() =>
        response.destroy(),
      )
  const start = async (brand: AccountsBrand) => {
    const address = { base: '' }
    const listener = answering(brand, () => address.base)
    const server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener)
    const port = await listen(server)
    address.base = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
    return { server, url: address.base }
  }
  const [feishu, lark] = await Promise.all([start('feishu'), start('lark')])
  return {
    urls: { feishu: feishu.url, lark: lark.url },
    open: scannedPage,
    approve: async (link, brand = 'feishu') => {
      const page = scannedPage(link)
      const app = await make(page, brand)
      flow.decide(page.userCode, { kind: 'approved', app, brand })
      return app
    },
    deny: link => flow.decide(scannedPage(link).userCode, { kind: 'denied' }),
    expire: link => flow.expire(scannedPage(link).userCode),
    fail: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    asked: () => asked,
    close: async () => {
      await Promise.all([stop(feishu.server), stop(lark.server)])
    },
  }
}

type Desk = {
  readonly flow: RegistrationFlow
  readonly faults: AccountsFault[]
  readonly asked: string[]
  readonly brand: AccountsBrand
  readonly page: string
}

async function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await bodyOf(request)
  const fault = desk.faults.shift()
  if (fault === 'cut') return void request.socket.destroy()
  if (fault === 'hang') return
  if (fault !== undefined) return void response.writeHead(fault, { 'content-type': 'text/html' }).end('<html></html>')
  const { status, body } = judge(desk, request, text)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** As strict as the real one: the form, not JSON; POST; known actions only. */
function judge({ flow, asked, brand, page }: Desk, request: IncomingMessage, text: string): FlowAnswer {
  const wrong = (why: string): FlowAnswer => ({
    status: 400,
    body: { error: 'invalid_request', error_description: why },
  })
  if (request.url !== PATH) return { status: 404, body: { error: 'not_found' } }
  if (request.method !== 'POST') return { status: 405, body: { error: 'invalid_request' } }
  if (!request.headers['content-type']?.startsWith(FORM)) return wrong(`the body must be ${FORM}`)
  const form = new URLSearchParams(text)
  const action = form.get('action')
  asked.push(`${brand} ${action}`)
  if (action === 'begin') return flow.begin(form, page)
  return action === 'poll' ? flow.poll(form, brand) : wrong('action must be begin or poll')
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // without an encoding, a request gives buffers
  return Buffer.concat(chunks).toString('utf8')
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port // a server that listens on TCP has this address type
}

function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
