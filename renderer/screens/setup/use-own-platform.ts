import { useApp, useRead } from '../../hooks.ts'
import { accountKey } from './account-key.ts'
import { isBrand } from './platforms.ts'

/** Neither Feishu nor Lark; its console and its server for scanning are '' where nothing names them. */
export type OwnPlatform = { readonly domain: string; readonly consoleUrl: string; readonly accountsUrl: string }

/** The platform of one's own that this account is on, or would be; `undefined` on the two brands. */
export function useOwnPlatform(account: string): OwnPlatform | undefined {
  const known = useApp(state => state.accounts[account]?.domain)
  const id = known === undefined ? 'default' : account
  const domain = useText(id, 'domain')
  const consoleUrl = useText(id, 'consoleUrl')
  const accountsUrl = useText(id, 'accountsUrl')
  const here = known ?? domain
  return here === '' || isBrand(here) ? undefined : { domain: here, consoleUrl, accountsUrl }
}

function useText(account: string, key: string): string {
  const revision = useApp(state => state.configRevision)
  const { value } = useRead('config.get', { path: accountKey(account, key) }, revision)
  return typeof value === 'string' ? value : ''
}
