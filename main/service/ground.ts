import { createNetwork, trustCertificates, type Network } from '../base/network.ts'
import { safeFact } from '../base/safe-facts.ts'
import type { Logger } from '../base/logger.ts'
import type { AccountConfig } from '../contract/config.ts'
import { createSettings, type Settings } from '../config/settings.ts'
import { AppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import { initialState } from '../contract/state.ts'
import { createHub, type Hub } from '../rpc/hub.ts'
import { openStore, type Store } from '../store/store.ts'
import type { Host } from './host-port.ts'

/** What everything else stands on: the configuration, the database, the way out, and whom to tell. */
export type Ground = {
  readonly host: Host
  readonly hub: Hub
  /** Tells every window; what others said is cleaned of secrets first. */
  readonly publish: (fact: Fact) => void
  /** A line for whoever watches the program run. */
  readonly print: (line: string) => void
  readonly settings: Settings
  readonly store: Store
  readonly network: Network
  readonly log: Logger
  readonly configOf: (account: string) => AccountConfig | undefined
}

/** Opens them in the order in which they need each other. */
export async function openGround(host: Host): Promise<Ground> {
  const { home, now, redactor, version } = host
  const print = (line: string) => host.print(redactor.text(line))
  const { log } = host.log
  const hub = createHub({ ...initialState, version, pid: process.pid, home: home.home, startedAt: now() })
  const publish = (fact: Fact) => hub.publish(safeFact(fact, words => redactor.text(words)))
  const settings = await createSettings({
    path: host.configFile ?? home.config,
    userHome: host.userHome,
    env: host.env,
    ...(host.flags && { flags: host.flags }),
    secrets: host.secrets,
    redactor,
    log,
    notice: ({ id, level, code, words }) => {
      host.complain(`perch: ${words.en}`)
      const hint = new AppError(code, words.en).hint()
      publish({ type: 'notice-raised', notice: { id, level, code, message: words.en, says: words, hint, at: now() } })
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

  const configOf = (id: string) => settings.accounts().find(known => known.id === id)?.config
  return { host, hub, publish, print, settings, store, network, log, configOf }
}
