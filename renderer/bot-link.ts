import type { AccountView } from '../main/contract/state.ts'

/** Where the client opens a chat with a bot. Source: the platform's page "AppLink, open a bot". */
const openers: Readonly<Record<string, string>> = {
  feishu: 'https://applink.feishu.cn/client/bot/open',
  lark: 'https://applink.larksuite.com/client/bot/open',
}

/** The link that opens a chat with this bot; `undefined` on a platform whose links nobody knows. */
export function botLink({ domain, appId }: Pick<AccountView, 'domain' | 'appId'>): string | undefined {
  const opener = Object.hasOwn(openers, domain) ? openers[domain] : undefined
  return opener && /^cli_\w+$/.test(appId) ? `${opener}?appId=${appId}` : undefined
}
