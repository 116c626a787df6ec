import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent, type Agent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import tls from 'node:tls'
import { ProxyAgent } from 'proxy-agent'
import { AppError } from '../contract/errors.ts'
import { ProxiedFetch } from './proxied-fetch.ts'
import { proxyFor, type ProxySetting } from './proxy.ts'

/** The one way out of this process: what leaves it goes through here, so that proxy and certificates always apply. */
export interface Network {
  /** For `http`, `https` and WebSocket upgrades alike; finds the proxy for each address. */
  readonly agent: Agent
  readonly fetch: typeof globalThis.fetch
  /** Closes every kept connection. */
  close(): Promise<void>
}

export type NetworkOptions = {
  /** Asked at each new connection, so that a changed setting applies at once. */
  readonly proxy: () => ProxySetting
  readonly env: Readonly<Record<string, string | undefined>>
}

/** `rejectUnauthorized` is said aloud, so that no environment variable can take it back. */
const secure = { keepAlive: true, rejectUnauthorized: true }

export function createNetwork({ proxy, env }: NetworkOptions): Network {
  const find = (address: string): string => proxyFor(address, proxy(), env)
  const httpAgent = new HttpAgent({ keepAlive: true })
  const httpsAgent = new HttpsAgent(secure)
  const agent = new ProxyAgent({ ...secure, getProxyForUrl: find, httpAgent, httpsAgent })
  const proxied = new ProxiedFetch(find)
  return {
    agent,
    fetch: proxied.fetch,
    close: async () => {
      for (const each of [agent, httpAgent, httpsAgent]) each.destroy()
      await proxied.close()
    },
  }
}

/** Electron brings another TLS library than Node; an older one can't be told whom to trust. */
const canTrust = (): boolean => 'setDefaultCACertificates' in tls

/**
 * Makes every new connection of this process trust the certificates of Node, of the system and of `caFile` (PEM; '' for none).
 * Checking can't be turned off: the variable by which Node lets one do so is taken away; `true` when it was there, for the log.
 * Rejects with `ca-file-unusable` when the file holds no certificate.
 */
export async function trustCertificates(caFile: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const wasTurnedOff = env.NODE_TLS_REJECT_UNAUTHORIZED === '0'
  if (wasTurnedOff) delete env.NODE_TLS_REJECT_UNAUTHORIZED
  const own = caFile === '' ? [] : await readCertificates(caFile)
  if (canTrust()) {
    const known = (['bundled', 'system', 'extra'] as const).flatMap(source => tls.getCACertificates(source))
    tls.setDefaultCACertificates([...known, ...own])
  } else if (own.length > 0) {
    throw new AppError(
      'ca-file-unusable',
      `caFile ${caFile} can't be used: this runtime trusts its own certificates only.`,
    )
  }
  return wasTurnedOff
}

async function readCertificates(caFile: string): Promise<readonly string[]> {
  try {
    const text = await readFile(caFile, 'utf8')
    const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
    for (const certificate of found) void new X509Certificate(certificate)
    if (found.length > 0) return found
  } catch (thrown) {
    throw new AppError('ca-file-unusable', `caFile ${caFile} can't be read as certificates.`, { cause: thrown })
  }
  throw new AppError('ca-file-unusable', `caFile ${caFile} holds no certificate in PEM form.`)
}
