import { readFile } from 'node:fs/promises'
import { createAccess } from './access.ts'
import { Accounts } from './accounts.ts'
import { createAgent } from './agent/agent.ts'
import { createNetwork, trustCertificates } from './base/network.ts'
import type { Log } from './base/log.ts'
import type { Redactor } from './base/redact.ts'
import { safeFact } from './base/safe-facts.ts'
import { throttled } from './base/throttle.ts'
import { createChat } from './chat/chat.ts'
import { createConfigBoard } from './config-board.ts'
import { chosenAgent, workspaceOf } from './config/agents.ts'
import type { Paths } from './config/home.ts'
import type { SecretStore } from './config/secrets.ts'
import type { AccountSettings } from './config/accounts.ts'
import { createSettings } from './config/settings.ts'
import { AppError } from './contract/errors.ts'
import type { Fact } from './contract/facts.ts'
import type { Reply } from './contract/rpc.ts'
import { initialState } from './contract/state.ts'
import { followPractice } from './follow-practice.ts'
import { createModels } from './models/catalog.ts'
import { dispatch } from './rpc/dispatch.ts'
import { createHandlers } from './rpc/handlers.ts'
import { createHub, type Hub } from './rpc/hub.ts'
import type { PracticePort } from './rpc/ports.ts'
import { createScreens } from './screens.ts'
import { createSend } from './send.ts'
import { statusText } from './status-text.ts'
import { openStore } from './store/store.ts'
import { createTools } from './tools/catalog.ts'

/** What differs between the desktop, a server and a test. */
export type Host = {
  readonly version: string
  readonly home: Paths
  /** `--config`; else the home's own. */
  readonly configFile?: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly secrets: SecretStore
  readonly log: Log
  readonly redactor: Redactor
  /** A line for whoever watches the program run. */
  readonly print: (line: string) => void
  /** A line about something that is wrong. */
  readonly complain: (line: string) => void
  /** Makes sure that no other Perch on this machine serves the same bot. */
  readonly lockBot: (bot: { baseUrl: string; appId: string; home: string }) => Promise<{ release(): Promise<void> }>
  readonly screensLink: () => string
  readonly now: () => number
  /** What `~` stands for. */
  readonly userHome: string
  /** False for a command that ends at once. */
  readonly watchConfig: boolean
  /** The pretend Feishu, for its screen; only in practice mode. */
  readonly practice?: PracticePort
}

export type App = {
  readonly hub: Hub
  readonly settings: Awaited<ReturnType<typeof createSettings>>
  call(name: unknown, input: unknown, signal: AbortSignal): Promise<Reply>
  /** Connects. Resolves when everything is under way; trouble of an account is its own state. */
  start(): Promise<void>
  /** The computer or its network came back: connections are tried at once. */
  wake(): void
  /** Lets running turns end for a moment, then cuts them; what is open is taken up at the next start. */
  stop(): Promise<void>
}

const DAY = 24 * 60 * 60_000
/** How long running turns may still end when the program stops. */
const GRACE_MS = 3000

/** The composition root: everything that exists, joined once. */
export async function createApp(host: Host): Promise<App> {
  const { home, now, redactor, version } = host
  const print = (line: string) => host.print(redactor.text(line))
  const { log } = host.log
  const hub = createHub({ ...initialState, version, pid: process.pid, home: home.home, startedAt: now() })
  const publish = (fact: Fact) => hub.publish(safeFact(fact, words => redactor.text(words)))
  const settings = await createSettings({
    path: host.configFile ?? home.config,
    userHome: host.userHome,
    env: host.env,
    secrets: host.secrets,
    redactor,
    log,
    notice: ({ id, level, code, words }) => {
      host.complain(`perch: ${words.en}`)
      const hint = new AppError(code, words.en).hint()
      publish({ type: 'notice-raised', notice: { id, level, code, message: words.en, hint, at: now() } })
    },
    watch: host.watchConfig,
  })
  host.log.setLevel(settings.current().logLevel)
  const store = await openStore({ file: home.database, now, log, version })
  for (const notice of store.notices) publish({ type: 'notice-raised', notice })
  if (await trustCertificates(settings.current().caFile)) {
    log.warn('NODE_TLS_REJECT_UNAUTHORIZED was ignored: certificates are always checked')
  }
  const network = createNetwork({ proxy: () => settings.current().proxy, env: host.env })

  const account = (id: string) => settings.accounts().find(known => known.id === id)
  const configOf = (id: string) => account(id)?.config
  const channel = (id: string) => accounts.channel(id)
  const models = createModels({
    llm: () => settings.current().llm,
    secret: () => settings.findSecret('llm.apiKey'),
    fetch: network.fetch,
    log,
  })
  const agent = createAgent({
    model: () => models.current(),
    tools: createTools({ now, timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone }),
    settings: () => {
      const { llm } = settings.current()
      const chosen = chosenAgent(settings.current())
      return { llm, agent: chosen, workspace: workspaceOf(chosen, home.workspace, host.userHome) }
    },
    now,
    log,
  })
  const chat = createChat({
    store,
    agent,
    channel,
    account: configOf,
    isPaused: () => hub.state().paused,
    language: () => settings.current().language,
    status: language => statusText(hub.state(), language, now()),
    allowCode: async (id, code) => (await access.change('allow', code, id)).id,
    publish,
    now,
    log,
  })
  const { people, outbox, sessions, pipeline } = chat
  const quota = async ({ id, config }: AccountSettings) => {
    const month = new Date(now()).toISOString().slice(0, 7)
    return { month, calls: await store.usage.calls(id, month), limit: config.quota.limit }
  }
  const accounts: Accounts = new Accounts({
    accounts: () => settings.accounts(),
    secret: ({ secretName }) => settings.secret(secretName),
    surroundings: () => JSON.stringify([settings.current().proxy, settings.current().caFile]),
    lock: ({ appId, baseUrl }) => host.lockBot({ appId, baseUrl, home: home.home }),
    connect: async ({ id, appId, baseUrl }, appSecret) => {
      const { createLarkChannel } = await import('./lark/channel.ts')
      return createLarkChannel({
        account: id,
        appId,
        appSecret,
        baseUrl,
        network,
        countCall: kind => {
          store.usage.count(id, kind, now())
          quotaShown.run()
        },
        unmetered: () => configOf(id)?.quota.unmetered ?? false,
        log: log.child({ account: id }),
        now,
      })
    },
    sink: id => pipeline.sink(id),
    quota,
    current: id => hub.state().accounts[id],
    publish,
    print,
    now,
    log,
  })
  const access = createAccess({
    people,
    accounts: () => settings.accounts().map(({ id }) => id),
    apply: (id, action, target) => settings.applyAccess(id, action, target),
    decided: () => pipeline.policyChanged(),
  })
  const refreshQuota = async () => {
    for (const known of settings.accounts())
      publish({ type: 'quota-changed', account: known.id, quota: await quota(known) })
  }
  /** The meter is read while it runs, so that a window and the warning at 70 % need no other occasion. */
  const quotaShown = throttled(5000, () => {
    refreshQuota().catch((error: unknown) => log.warn('the quota could not be read', { error }))
  })
  const screens = createScreens({ store, people, settings, channel, log: host.log, logFolder: home.logs, now })
  const handlers = createHandlers({
    state: hub.state,
    probe: async signal => {
      await accounts.probe(signal)
      await refreshQuota()
      publish({ type: 'llm-changed', llm: await agent.check() })
    },
    screensLink: host.screensLink,
    people,
    access,
    fates: store.fates,
    screens: screens.ports,
    stopTurn: turnId => sessions.stopTurn(turnId),
    practice: host.practice,
    send: createSend({
      firstAccount: () => settings.accounts()[0]?.id,
      sender: id => accounts.sender(id),
      outbox,
      readText: path => readFile(path, 'utf8'),
    }),
    settings,
    secrets: {
      set: (name, value) => settings.setSecret(name, value),
      unset: name => settings.unsetSecret(name),
      list: async () => [...(await settings.listSecrets())],
    },
    pause: paused => publish({ type: 'pause-changed', paused }),
  })

  const changed = async () => {
    showProblems(settings.problems())
    host.log.setLevel(settings.current().logLevel)
    publish({ type: 'config-changed', language: settings.current().language })
    await accounts.reconcile()
    publish({ type: 'llm-changed', llm: await agent.check() })
    await pipeline.resume()
  }
  const showProblems = createConfigBoard({ publish, print: host.complain, now, log })
  const onChange = () => void changed().catch((error: unknown) => log.error('a change could not be applied', { error }))
  let unsubscribe = () => {}
  const daily = setInterval(() => store.prune(now()), DAY)

  return {
    hub,
    settings,
    call: async (name, input, signal) => {
      const reply = await dispatch(handlers, name, input, signal, error =>
        log[error.code === 'cancelled' ? 'debug' : 'warn']('a call failed', { call: name, code: error.code, error }),
      )
      // What a platform or a provider said may quote a secret.
      return reply.ok ? reply : { ok: false, error: { ...reply.error, message: redactor.text(reply.error.message) } }
    },
    start: async () => {
      showProblems(settings.problems())
      if (settings.accounts().length === 0) {
        const none = new AppError('lark-app-id-missing', 'App ID not configured.')
        host.complain(`perch: ${none.message} ${none.hint()}`)
      }
      publish({ type: 'service-started', version, pid: process.pid, home: home.home, at: now() })
      store.prune(now())
      const unfollow = followPractice(host.practice, publish)
      const stops = [settings.onChange(onChange), settings.onSecret(onChange), unfollow]
      unsubscribe = () => stops.forEach(stop => stop())
      publish({ type: 'config-changed', language: settings.current().language })
      await accounts.reconcile()
      publish({ type: 'llm-changed', llm: await agent.check() })
      await pipeline.resume()
    },
    wake: () => accounts.wake(),
    stop: async () => {
      clearInterval(daily)
      quotaShown.stop()
      unsubscribe()
      await chat.close(GRACE_MS)
      screens.stop()
      await accounts.stop()
      await settings.close()
      await network.close()
      await store.close()
    },
  }
}
