import { createServer, get, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createNetwork, trustCertificates, type Network, type NetworkOptions } from '../../main/base/network.ts'

/** The address looks like the internet, but only the proxies below know the way to it. */
const FAR = 'http://open.feishu.example/x'

const open: (Server | Network)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) {
    if ('fetch' in each) await each.close()
    else {
      each.closeAllConnections()
      each.close()
    }
  }
})

async function listen(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an address with a port.
  return (server.address() as AddressInfo).port
}

const withNetwork = (options: NetworkOptions): Network => {
  const network = createNetwork(options)
  open.push(network)
  return network
}

/** A proxy that leads every name to the origin, by CONNECT or by a forwarded request, and tells what it was asked for. */
async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const origin = await listen(createServer((request, response) => void response.end(`origin ${request.method}`)))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end(`origin ${request.method}`)
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    const upstream = connect(origin, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    socket.pipe(upstream).pipe(socket)
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, asked }
}

const viaAgent = (address: string, network: Network): Promise<string> =>
  new Promise((resolve, reject) => {
    get(address, { agent: network.agent }, response => {
      response.setEncoding('utf8').on('data', resolve)
    }).on('error', reject)
  })

describe('the network', () => {
  test('the agent takes the proxy that is set', async () => {
    const proxy = await startProxy()
    const network = withNetwork({ proxy: () => proxy.url, env: {} })
    expect(await viaAgent(FAR, network)).toBe('origin GET')
    expect(proxy.asked.join()).toContain('open.feishu.example')
  })

  test('fetch takes the proxy of the environment', async () => {
    const proxy = await startProxy()
    const network = withNetwork({ proxy: () => 'system', env: { HTTP_PROXY: proxy.url } })
    expect(await (await network.fetch(FAR, { method: 'POST', body: 'x' })).text()).toBe('origin POST')
    expect(await (await network.fetch(new Request(FAR))).text()).toBe('origin GET')
    expect(proxy.asked.length).toBe(2)
  })

  test('this computer is reached directly, whatever is set', async () => {
    const proxy = await startProxy()
    const port = await listen(createServer((_request, response) => void response.end('here')))
    const network = withNetwork({ proxy: () => proxy.url, env: {} })
    expect(await viaAgent(`http://127.0.0.1:${port}`, network)).toBe('here')
    expect(await (await network.fetch(`http://127.0.0.1:${port}`)).text()).toBe('here')
    expect(proxy.asked).toEqual([])
  })

  test('a setting that changes applies to the next connection', async () => {
    const proxy = await startProxy()
    let setting = 'none'
    const network = withNetwork({ proxy: () => setting, env: {} })
    await expect(network.fetch(FAR)).rejects.toThrow()
    setting = proxy.url
    expect(await (await network.fetch(FAR)).text()).toBe('origin GET')
  })

  test('a proxy that is not there is an error, never a way around it', async () => {
    const network = withNetwork({ proxy: () => 'http://127.0.0.1:9', env: {} })
    await expect(viaAgent(FAR, network)).rejects.toThrow()
    await expect(network.fetch(FAR)).rejects.toThrow()
  })
})

describe('certificates', () => {
  test('checking them can not be turned off by the environment', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    expect(await trustCertificates('', env)).toBe(true)
    expect(env).toEqual({})
    expect(await trustCertificates('', env)).toBe(false)
  })

  test('a file that is missing or holds none is refused by name', async () => {
    await expect(trustCertificates('/nowhere/company.pem', {})).rejects.toMatchObject({ code: 'ca-file-unusable' })
    await expect(trustCertificates(import.meta.filename, {})).rejects.toThrow(/network\.test\.ts/)
  })
})
