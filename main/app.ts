import { readFile } from 'node:fs/promises'
import { createAccess } from './service/access.ts'
import { Accounts } from './service/accounts.ts'
import { createAgent } from './agent/agent.ts'
import { createNetwork, trustCertificates } from './base/network.ts'
import { safeFact } from './base/safe-facts.ts'
import { throttled } from './base/throttle.ts'
import { createChat } from './chat/chat.ts'
import { createConfigBoard } from './service/config-board.ts'
import { chosenAgent, workspaceOf } from './config/agents.ts'
import type { AccountSettings } from './config/accounts.ts'
import { createSettings } from './config/settings.ts'
import { AppError } from './contract/errors.ts'
import type { Fact } from './contract/facts.ts'
import { initialState } from './contract/state.ts'
import { followPractice } from './service/follow-practice.ts'
import { createModels } from './models/catalog.ts'
import { dispatch } from './rpc/dispatch.ts'
import { createHandlers } from './rpc/handlers.ts'
import { createHub } from './rpc/hub.ts'
import type { App, Host } from './service/host-port.ts'
import { createScreens } from './service/screens.ts'
import { createSend } from './service/send.ts'
import { statusText } from './service/status-text.ts'
import { openStore } from './store/store.ts'
import { createTools } from './tools/catalog.ts'

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
