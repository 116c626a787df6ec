import type { Agent } from '../agent/agent.ts'
import type { Models } from '../models/catalog.ts'
import type { PersonView } from '../contract/state.ts'
import { createDoctor } from './doctor.ts'
import type { Ground } from './ground.ts'
import type { QuotaMeter } from './quota.ts'

type Others = {
  readonly agent: Agent
  readonly models: Models
  readonly meter: QuotaMeter
  readonly people: { list(account?: string): Promise<readonly PersonView[]> }
  /** False for a command that asks without a connection. */
  readonly isStarted: () => boolean
}

/** The doctor, with what it looks at. */
export function doctorOf(
  { host, hub, settings, network, publish, log }: Ground,
  { agent, models, meter, people, isStarted }: Others,
): ReturnType<typeof createDoctor> {
  const { home, now, redactor, version } = host
  return createDoctor({
    version,
    home,
    configFile: host.configFile ?? home.config,
    userHome: host.userHome,
    env: host.env,
    isStarted,
    state: hub.state,
    publish,
    watch: hub.watch,
    config: () => settings.current(),
    problems: () => settings.problems(),
    accounts: () => settings.accounts(),
    secret: ({ secretName }) => settings.secret(secretName),
    findSecret: name => settings.findSecret(name),
    secretStore: host.secrets,
    network,
    lockBot: ({ appId, baseUrl }) => host.lockBot({ appId, baseUrl, home: home.home }),
    people: id => people.list(id),
    quota: id => meter.view(id),
    countCall: (id, kind) => meter.count(id, kind),
    model: () => agent.check(),
    testModel: async signal => {
      const { testModel } = await import('../models/try-model.ts')
      return testModel({ handle: await models.current(), language: 'en', onText: () => undefined, now }, signal)
    },
    redact: text => redactor.text(text),
    now,
    log,
  })
}
