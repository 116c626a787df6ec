import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeError } from './base/safe-facts.ts'
import { createChat, type Chat } from './chat/chat.ts'
import { OwnerCodes } from './chat/claim.ts'
import { ownerEdits } from './config/account-edits.ts'
import { AppError } from './contract/errors.ts'
import { dispatch } from './rpc/dispatch.ts'
import { createHandlers } from './rpc/handlers.ts'
import { createAccess } from './service/access.ts'
import { Accounts } from './service/accounts.ts'
import { createBots } from './service/bots.ts'
import { createConfigBoard } from './service/config-board.ts'
import { followPractice } from './service/follow-practice.ts'
import { openGround } from './service/ground.ts'
import type { App, Host } from './service/host-port.ts'
import { createImporting } from './service/importing.ts'
import { knowSecrets } from './service/known-secrets.ts'
import { createCopies } from './service/outgoing.ts'
import { QuotaMeter } from './service/quota.ts'
import { restoreState } from './service/restore.ts'
import { createScreens } from './service/screens.ts'
import { createSend } from './service/send.ts'
import { createServedBots } from './service/served-bots.ts'
import { createSetup } from './service/setup.ts'
import { statusText } from './service/status-text.ts'
import { createThinking } from './service/thinking.ts'
import { doctorOf } from './service/wire-doctor.ts'

/** How long a person who asks the doctor in a chat waits at most (milliseconds). */
const DOCTOR_WITHIN = 30_000
const DAY = 24 * 60 * 60_000
/** How long running turns may still end when the program stops. */
const GRACE_MS = 3000

/** The composition root: everything that exists, joined once. */
export async function createApp(host: Host): Promise<App> {
  const ground = await openGround(host)
  const { hub, publish, print, settings, store, network, log, configOf } = ground
  const { home, now, redactor, version } = host
  const channel = (id: string) => accounts.channel(id)
  const meter = new QuotaMeter({
    usage: store.usage,
    accounts: () => settings.accounts().map(({ id }) => id),
    settings: id => configOf(id)?.quota,
    publish,
    now,
    log,
  })
  const { agent, models, modelDesk, media, notify } = createThinking(ground, () => chat)
  const codes = new OwnerCodes(now)
  const chat: Chat = createChat({
    store,
    agent,
    media,
    // With a dot, so that no account's folder of received files is called the same.
    copies: createCopies(join(home.media, '.outgoing')),
    isSaving: id => meter.isSaving(id),
    channel,
    account: configOf,
    isPaused: () => hub.state().paused,
    language: () => settings.current().language,
    status: language => statusText(hub.state(), language, now()),
    doctor: language => doctor.summary(language, AbortSignal.timeout(DOCTOR_WITHIN)),
    allowCode: async (id, code) => (await access.change('allow', code, id)).id,
    claims: { codes, own: (id, openId) => settings.change(() => ownerEdits(id, openId)) },
    publish,
    now,
    log,
  })
  const { people, outbox, sessions, pipeline } = chat
  await restoreState({ people, fates: store.fates, publish, now })
  const served = createServedBots({ bots: store.bots, people, now })
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
        countCall: kind => meter.count(id, kind),
        quotaUsedUp: () => meter.usedUp(id),
        unmetered: () => configOf(id)?.quota.unmetered ?? false,
        log: log.child({ account: id }),
        now,
      })
    },
    sink: id => pipeline.sink(id),
    returned: () => pipeline.resume(),
    quota: ({ id }) => meter.view(id),
    serves: account => served.begin(account),
    botSince: account => served.since(account),
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
  const screens = createScreens({
    env: host.env,
    ...(host.flags && { flags: host.flags }),
    store,
    people,
    settings,
    channel,
    log: host.log,
    logFolder: home.logs,
    now,
  })
  let isStarted = false
  const doctor = doctorOf(ground, { agent, models, meter, people, isStarted: () => isStarted })
  const reconcile = () => (isStarted ? accounts.reconcile() : Promise.resolve())
  const setup = createSetup({
    settings,
    env: host.env,
    codes,
    network,
    redactor,
    reconcile,
    countCall: (id, kind) => meter.count(id, kind),
    database: home.database,
    isPractice: host.practice !== undefined,
    view: id => hub.state().accounts[id],
    publish,
    now,
    log,
  })
  const bots = createBots({
    settings,
    env: host.env,
    reconcile,
    retry: id => (isStarted ? accounts.retry(id) : Promise.resolve()),
  })
  const handlers = createHandlers({
    state: hub.state,
    probe: async signal => {
      await accounts.probe(signal)
      await meter.refresh()
      publish({ type: 'llm-changed', llm: await agent.check() })
    },
    screensLink: host.screensLink,
    people,
    access,
    fates: store.fates,
    screens: screens.ports,
    doctor,
    setup: setup.port,
    bots,
    notify,
    models: modelDesk,
    stopTurn: turnId => sessions.stopTurn(turnId),
    importing: createImporting({
      settings,
      configFile: host.configFile ?? home.config,
      userHome: host.userHome,
      folder: process.cwd(),
      env: host.env,
      redactor,
    }),
    practice: host.practice,
    send: createSend({
      accounts: () => settings.accounts().map(({ id }) => id),
      hasReceived: async (id, messageId) => (await store.inbox.byMessage(id, messageId)) !== undefined,
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
    doctor.prune()
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
      return reply.ok ? reply : { ok: false, error: safeError(reply.error, words => redactor.text(words)) }
    },
    start: async () => {
      isStarted = true
      await knowSecrets(host.secrets, redactor)
      showProblems(settings.problems())
      if (settings.accounts().length === 0) {
        const none = new AppError('lark-app-id-missing', 'App ID not configured.')
        host.complain(`perch: ${none.message} ${none.hint()}`)
      }
      publish({ type: 'service-started', version, pid: process.pid, home: home.home, at: now() })
      store.prune(now())
      await media.tidy()
      await chat.files.tidy()
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
      meter.stop()
      unsubscribe()
      await setup.stop()
      await chat.close(GRACE_MS)
      doctor.stop()
      screens.stop()
      await accounts.stop()
      await settings.close()
      await network.close()
      await store.close()
    },
  }
}
