import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createNetwork } from '../../main/base/network.ts'
import { register } from '../../main/lark/register.ts'
import { askedCallbacks, askedEvents, askedScopes } from '../../main/lark/wanted.ts'
import { createAccountsServers, type AccountsServers } from '../../main/sandbox/register.ts'
import { until } from '../fakes/chat.ts'
import { localhost } from '../fakes/localhost-certificate.ts'

const APP = { clientId: 'cli_a1b2c3d4e5f60718', clientSecret: 'S3cretOfTheNewApp0123456789abcde', openId: 'ou_scanner' }

/** The official SDK in a process of its own, which trusts the certificate of the practice servers. */
const script = `
import { registerApp } from '@larksuiteoapi/node-sdk'
const [domain, larkDomain, addons] = process.argv.slice(1)
const result = registerApp({
  domain, larkDomain, source: 'perch', createOnly: true, addons: JSON.parse(addons),
  appPreset: { name: 'Perch', desc: 'An agent' },
  onQRCodeReady: ({ url }) => console.log('url ' + url),
})
result.then(made => console.log('made ' + JSON.stringify(made)), error => console.log('failed ' + (error.code ?? error)))
`
const addons = {
  preset: false,
  scopes: { tenant: askedScopes },
  events: { items: { tenant: askedEvents } },
  callbacks: { items: askedCallbacks },
}

let servers: AccountsServers
let folder: string
let certificate: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perch-sdk-'))
  certificate = join(folder, 'ca.pem')
  writeFileSync(certificate, localhost.cert)
  servers = await createAccountsServers({ make: async () => APP, interval: 0.1, tls: localhost })
})
afterEach(async () => {
  await servers.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the SDK's own flow; `onUrl` is called with the link of its code. */
async function runSdk(onUrl: (url: string) => void): Promise<string> {
  const [domain, larkDomain] = [servers.urls.feishu, servers.urls.lark].map(url => new URL(url).host)
  const environment = { PATH: process.env['PATH'] ?? '', NODE_EXTRA_CA_CERTS: certificate }
  const running = promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script, domain ?? '', larkDomain ?? '', JSON.stringify(addons)],
    { env: environment, timeout: 30_000 },
  )
  let seen = ''
  running.child.stdout?.on('data', (chunk: string) => {
    seen += chunk
    const [, url] = /^url (\S+)\n/m.exec(seen) ?? []
    if (url !== undefined) {
      seen = ''
      onUrl(url)
    }
  })
  const { stdout } = await running
  return stdout
}

describe('the official SDK and Perch speak the same flow', () => {
  test('both ask for the same, on the same practice server, over TLS', async () => {
    let theirs = ''
    const said = await runSdk(url => {
      theirs = url
      void servers.approve(url, 'lark')
    })
    expect(said).toContain(`made {"client_id":"${APP.clientId}"`)
    expect(servers.asked().at(-1)).toBe('lark poll')

    let ours = ''
    const plain = await createAccountsServers({ make: async () => APP, interval: 0.1 })
    const network = createNetwork({ proxy: () => 'none', env: {} })
    const made = await register(
      {
        servers: plain.urls,
        brand: 'feishu',
        name: 'Perch',
        description: 'An agent',
        network,
        hide: () => undefined,
        onCode: ({ url }) => {
          ours = url
          void plain.approve(url, 'lark')
        },
        onBrand: () => undefined,
        onTrouble: () => undefined,
        now: Date.now,
      },
      new AbortController().signal,
    )
    expect(made).toMatchObject({ appId: APP.clientId, brand: 'lark' })
    const query = (url: string) => new URL(url).searchParams
    const [one, two] = [query(theirs), query(ours)]
    expect([...two.keys()].toSorted()).toEqual([...one.keys()].toSorted())
    for (const name of ['from', 'source', 'tp', 'name', 'desc', 'createOnly']) expect(two.get(name)).toBe(one.get(name))
    const { userCode: _theirs, ...theirPage } = servers.open(theirs)
    const { userCode: _ours, ...ourPage } = plain.open(ours)
    expect(ourPage).toEqual(theirPage)
    await network.close()
    await plain.close()
  })

  test('one lost poll ends the SDK’s; that is why Perch asks itself', async () => {
    const said = await runSdk(() => servers.fail('cut'))
    expect(said).toContain('failed ECONNRESET')
  })

  test('a certificate that nobody trusts is named, and never accepted', async () => {
    const network = createNetwork({ proxy: () => 'none', env: {} })
    const begun = register(
      {
        servers: servers.urls,
        brand: 'feishu',
        name: 'Perch',
        description: '',
        network,
        hide: () => undefined,
        onCode: () => undefined,
        onBrand: () => undefined,
        onTrouble: () => undefined,
        now: Date.now,
      },
      new AbortController().signal,
    )
    await expect(begun).rejects.toMatchObject({ code: 'lark-certificate' })
    await network.close()
    await until('nothing was begun', () => servers.asked().length === 0)
  })
})
