import { Lanes } from '../base/lanes.ts'
import type { Logger } from '../base/logger.ts'
import type { Network } from '../base/network.ts'
import { proxyFor } from '../base/proxy.ts'
import type { Redactor } from '../base/redact.ts'
import type { OwnerCodes } from '../chat/claim.ts'
import { baseUrlOf } from '../config/accounts.ts'
import { cleanSecret } from '../config/secrets.ts'
import type { Settings } from '../config/settings.ts'
import { account as accountSchema } from '../contract/config-lark.ts'
import { AppError, asAppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import type { ScanView, TriedView } from '../contract/setup.ts'
import type { CallKind } from '../lark/platform.ts'
import type { SetupPort } from '../rpc/ports.ts'
import { readTraffic } from '../store/checkup.ts'
import { appOf } from './account-trouble.ts'
import { refuseOverruled, refuseWrong, saveAccount, type ConnectPorts } from './setup/connect.ts'
import { readGuide, type GuidePorts } from './setup/guide.ts'
import { ownPlatform, placesToTry, scanServers, type Servers } from './setup/places.ts'
import { Scan, type ScanPorts } from './setup/scan.ts'

export type SetupPorts = Pick<GuidePorts, 'view'> & {
  readonly settings: Settings
  readonly env: Readonly<Record<string, string | undefined>>
  readonly codes: OwnerCodes
  readonly network: Network
  readonly redactor: Redactor
  /** Connects what the configuration says now. */
  readonly reconcile: () => Promise<void>
  readonly countCall: (account: string, kind: CallKind) => void
  /** The path of perch.db. */
  readonly database: string
  readonly publish: (fact: Fact) => void
  readonly now: () => number
  readonly log: Logger
  /** Nothing of practice may reach a real platform by itself. */
  readonly isPractice?: boolean
  /** The accounts servers of the real platform; tests have their own. */
  readonly servers?: Servers
}

export type Setup = { readonly port: SetupPort; readonly stop: () => Promise<void> }

const realServers: Servers = {
  feishu: 'https://accounts.feishu.cn',
  lark: 'https://accounts.larksuite.com',
}

/** From nothing to a connected bot: by a scan, by credentials, or step by step through the console. */
export function createSetup(ports: SetupPorts): Setup {
  const { settings, codes } = ports
  const lanes = new Lanes()
  const connecting: ConnectPorts = { ...ports, tryOut: (credentials, signal) => tryOut(ports, credentials, signal) }
  const scan = new Scan(scanPorts(ports, connecting, lanes))
  const guide = guidePorts(ports)
  const connect = async ({ account, ...rest }: Parameters<SetupPort['connect']>[0]) => {
    const wish = { ...optional(rest), id: account, appSecret: cleanSecret(rest.appSecret), appId: rest.appId.trim() }
    ports.redactor.add(wish.appSecret)
    await refuseWrong(connecting, wish)
    await lanes.run('save', () => saveAccount(connecting, wish))
    await ports.reconcile()
    return { account }
  }
  return {
    port: {
      scan: wish => scan.start(wish),
      cancelScan: () => scan.cancel(),
      tryOut: (credentials, signal) => tryOut(ports, credentials, signal),
      connect,
      guide: (account, signal) => readGuide(guide, account, signal),
      ownerCode: async account => makeCode(settings, codes, account),
    },
    stop: async () => {
      await scan.stop()
      await lanes.idle()
    },
  }
}

function guidePorts({
  settings,
  codes,
  view,
  countCall,
  network,
  database,
  now,
  log,
  ...rest
}: SetupPorts): GuidePorts {
  return {
    settings,
    isPractice: rest.isPractice ?? false,
    view,
    secret: ({ secretName }) => settings.secret(secretName),
    asking: async ({ id, appId, baseUrl }, appSecret) => {
      const { createAsking } = await import('../lark/checkup/asking.ts')
      const count = (kind: CallKind) => countCall(id, kind)
      return createAsking({ account: id, appId, appSecret, baseUrl, network, countCall: count, log, now })
    },
    traffic: account => readTraffic(database, { account: account.id, bot: appOf(account) }, now()),
    ownerCode: id => codes.current(id),
  }
}

type Given = Parameters<SetupPort['connect']>[0]

/** A name that was not given is left out, so that the one that is there stays. */
const optional = ({ name, ...rest }: Omit<Given, 'account'>) => (name === undefined ? rest : { ...rest, name })

async function tryOut(
  { network, settings, env, redactor, now, log }: SetupPorts,
  credentials: Parameters<SetupPort['tryOut']>[0],
  signal: AbortSignal,
): Promise<TriedView> {
  const { tryOut: ask } = await import('../lark/tryout.ts')
  const [appId, appSecret] = [credentials.appId.trim(), cleanSecret(credentials.appSecret)]
  redactor.add(appSecret)
  const domains =
    credentials.domain === undefined ? placesToTry(settings.current()) : [checkedDomain(credentials.domain)]
  const places = domains.map(domain => ({ domain, baseUrl: baseUrlOf(domain) }))
  const proxyOf = (address: string) => proxyFor(address, settings.current().proxy, env)
  const tried = await ask({ appId, appSecret, places, network, proxyOf, log, now }, signal)
  // What a platform says may quote the secret back.
  return tried.ok ? tried : { ...tried, message: redactor.text(tried.message) }
}

/** The configuration's own rule: a secret goes out encrypted, or stays on this computer. Throws `bad-request`. */
function checkedDomain(domain: string): string {
  if (accountSchema.shape.domain.safeParse(domain).success) return domain
  throw new AppError('bad-request', {
    en: `"${domain.slice(0, 60)}" is no platform: "feishu", "lark", or a base URL with https.`,
    zh: `“${domain.slice(0, 60)}”不是平台：应为 "feishu"、"lark" 或 https 地址。`,
  })
}

function scanPorts(ports: SetupPorts, connecting: ConnectPorts, lanes: Lanes): ScanPorts {
  const { settings, redactor, network, now, publish, log, isPractice = false, servers = realServers } = ports
  return {
    prepare: async wish => {
      refuseOverruled({ id: wish.account, appId: wish.appId ?? '' }, ports.env)
      await settings.listSecrets() // a store that can't be opened would lose what was scanned
      return scanServers(settings.current(), wish.account, isPractice, servers)
    },
    register: async (options, signal) => {
      const { register } = await import('../lark/register.ts')
      const isProxied = proxyFor(options.servers[options.brand], settings.current().proxy, ports.env) !== ''
      const made = register({ ...options, network, now, hide: secret => redactor.add(secret) }, signal)
      return isProxied ? made.catch(blamingProxy) : made
    },
    save: async (wish, { appId, appSecret, ownerId, brand }) => {
      const domain = ownPlatform(settings.current(), wish.account, isPractice)?.domain ?? brand
      const account = { id: wish.account, appId, domain, ...(wish.name ? { name: wish.name } : {}) }
      const owned = ownerId === undefined ? account : { ...account, owner: ownerId }
      await lanes.run('save', () => saveAccount(connecting, { ...owned, appSecret }))
      await ports.reconcile()
    },
    publish: scan => publish({ type: 'scan-changed', scan: withoutSecrets(scan, redactor) }),
    log,
  }
}

async function blamingProxy(thrown: unknown): Promise<never> {
  const { codeByProxy } = await import('../lark/tryout.ts')
  const error = asAppError(thrown)
  throw new AppError(codeByProxy(error), error.says ?? error.message, { cause: error })
}

/** The code's link passes whole; what was said about trouble may quote somebody. */
const withoutSecrets = ({ says, ...scan }: ScanView, redactor: Redactor): ScanView =>
  says === undefined ? scan : { ...scan, says: { en: redactor.text(says.en), zh: redactor.text(says.zh) } }

function makeCode(settings: Pick<Settings, 'accounts'>, codes: OwnerCodes, id: string) {
  const account = settings.accounts().find(known => known.id === id)
  if (!account) throw new AppError('not-found', { en: `There is no account "${id}".`, zh: `没有账号“${id}”。` })
  if (account.config.dmPolicy === 'disabled')
    throw new AppError('bad-request', {
      en: 'Direct messages are switched off for this account (dmPolicy), so nobody can send the code.',
      zh: '该账号已关闭私聊（dmPolicy），无法通过私聊发送代码。',
    })
  return codes.make(id)
}
