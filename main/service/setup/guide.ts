import { accountConfig, type AccountSettings } from '../../config/accounts.ts'
import { modelHost, modelProviders } from '../../contract/model-providers.ts'
import type { Settings } from '../../config/settings.ts'
import type { Config } from '../../contract/config.ts'
import type { GuideView } from '../../contract/setup.ts'
import type { AccountView } from '../../contract/state.ts'
import type { Words } from '../../contract/words.ts'
import type { Asking } from '../../lark/checkup/asking.ts'
import { grantedIn } from '../../lark/checkup/scopes.ts'
import { consoleLink, grantLink, type ConsolePlace } from '../../lark/console-links.ts'
import { missingScopes } from '../../lark/wanted.ts'
import type { Traffic } from '../../store/checkup.ts'
import { adminText } from './admin-text.ts'
import { canScan } from './places.ts'
import { guideSteps } from './steps.ts'
import type { GuideFacts } from './ticks.ts'

export type GuidePorts = {
  readonly settings: Pick<Settings, 'current' | 'accounts'>
  readonly isPractice: boolean
  /** Rejects when there is no secret. */
  readonly secret: (account: AccountSettings) => Promise<string>
  readonly asking: (account: AccountSettings, secret: string) => Promise<Asking>
  readonly traffic: (account: AccountSettings) => Pick<Traffic, 'lastMessage' | 'lastPress' | 'lastAnswered'>
  readonly view: (account: string) => AccountView | undefined
  readonly ownerCode: (account: string) => { readonly code: string; readonly expiresAt: number } | undefined
}

/** The way through the console for one account, which may not be there yet, with what is verified of it now. */
export async function readGuide(ports: GuidePorts, id: string, signal: AbortSignal): Promise<GuideView> {
  const config = ports.settings.current()
  const { domain, consoleUrl, ownerIds, appId: written } = accountConfig(config, id)
  const account = ports.settings.accounts().find(known => known.id === id)
  const appId = account?.appId ?? written
  const place: ConsolePlace = { domain, consoleUrl, appId }
  const asked = account === undefined ? nothingAsked : await ask(ports, account, signal)
  const missing = (asked.missing ?? []).map(({ name }) => name)
  const grant = grantLink(place, missing)
  const ownerCode = ports.ownerCode(id)
  const facts: GuideFacts = {
    link: page => consoleLink(place, page),
    grantLink: grant,
    ...asked,
    connection: ports.view(id),
    seen: account === undefined ? nothingSeen : seenOf(ports.traffic(account)),
    hasOwner: ownerIds.length > 0,
  }
  return {
    account: id,
    appId,
    domain,
    steps: guideSteps(facts),
    grantLink: grant,
    missingScopes: missing,
    canScan: canScan(config, id, ports.isPractice),
    adminText: adminText({
      name: nameOf(asked),
      appId,
      receiver: receiverOf(config),
      link: grant,
      readsGroups: asked.readsGroups,
      isOpen: isOpen(accountConfig(config, id)),
    }),
    ...(ownerCode ? { ownerCode } : {}),
    hasOwner: ownerIds.length > 0,
  }
}

type Asked = Pick<GuideFacts, 'token' | 'bot' | 'missing' | 'application'> & {
  /** The app may read every message of its groups. */
  readonly readsGroups: boolean
}

const nothingAsked: Asked = {
  token: undefined,
  bot: undefined,
  missing: undefined,
  application: undefined,
  readsGroups: false,
}

/** What the platform says of the app. Nothing but an abort makes it reject. */
async function ask(ports: GuidePorts, account: AccountSettings, signal: AbortSignal): Promise<Asked> {
  const secret = await ports.secret(account).catch(() => undefined) // no secret yet: the step says so
  if (secret === undefined) return nothingAsked
  const asking = await ports.asking(account, secret)
  try {
    const token = await asking.token(signal)
    if ('error' in token) return { ...nothingAsked, token }
    const [bot, scopes, application] = await Promise.all([
      asking.bot(signal),
      asking.scopes(signal),
      asking.application(signal),
    ])
    const granted = 'value' in scopes ? grantedIn(scopes.value) : undefined
    return {
      token,
      bot,
      missing: granted && missingScopes(granted),
      application,
      readsGroups: allGroupMessages.some(scope => granted?.has(scope)),
    }
  } finally {
    asking.close()
  }
}

const allGroupMessages = ['im:message.group_msg', 'im:message.group_msg:readonly']

/** Strangers are answered, in private or in groups. */
const isOpen = ({ dmPolicy, groupPolicy, allowFrom, groupAllowFrom }: ReturnType<typeof accountConfig>): boolean =>
  dmPolicy === 'open' || groupPolicy === 'open' || [...allowFrom, ...groupAllowFrom].includes('*')

const nothingSeen: GuideFacts['seen'] = { event: false, press: false, sent: false }

const seenOf = ({ lastMessage, lastPress, lastAnswered }: ReturnType<GuidePorts['traffic']>): GuideFacts['seen'] => ({
  event: lastMessage !== undefined,
  press: lastPress !== undefined,
  sent: lastAnswered !== undefined,
})

const nameOf = ({ bot }: Asked): string => (bot && 'value' in bot ? bot.value.app_name : '')

/** Who is sent the text of messages; `undefined` for a model on this computer. */
function receiverOf({ llm }: Config): Words | 'nobody-yet' | undefined {
  if (llm.model === '' && llm.provider !== 'practice') return 'nobody-yet'
  const host = modelHost(llm.provider, llm.apiBase)
  const isHere = llm.provider === 'practice' || /^(127\.|localhost(:|$)|\[::1\])/.test(host)
  if (isHere) return undefined
  const { receiver } = modelProviders[llm.provider]
  return { en: `${receiver.en} (${host})`, zh: `${receiver.zh}（${host}）` }
}
