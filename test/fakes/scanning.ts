import { randomBytes } from 'node:crypto'
import { createAccountsServers, type AccountsOptions, type AccountsServers } from '../../main/sandbox/register.ts'
import type { Sandbox } from '../../main/sandbox/sandbox.ts'

export type Scanning = {
  readonly servers: AccountsServers
  /** The secrets of all apps that were made by a scan. */
  readonly secrets: readonly string[]
}

/** Accounts servers whose apps exist on a practice platform; the person who scans is `scanner` there. */
export async function startScanning(
  { world }: Sandbox,
  scanner: () => string,
  options: Partial<AccountsOptions> = {},
): Promise<Scanning> {
  const secrets: string[] = []
  const secretsById = new Map<string, string>()
  const servers = await createAccountsServers({
    interval: 0.05,
    ...options,
    make: async page => {
      const clientId = page.clientId ?? `cli_${randomBytes(8).toString('hex')}`
      const clientSecret = secretsById.get(clientId) ?? randomBytes(16).toString('hex')
      const scopes = [...page.scopes]
      if (page.clientId === undefined)
        await world.createApp({ appId: clientId, appSecret: clientSecret, name: page.name, scopes })
      else {
        await world.grantScopes({ app: clientId, scopes })
        if (!secretsById.has(clientId)) await world.changeApp({ app: clientId, appSecret: clientSecret }) // made elsewhere
      }
      secretsById.set(clientId, clientSecret)
      secrets.push(clientSecret)
      const person = (await world.people({})).find(one => one.openId === scanner())
      return { clientId, clientSecret, openId: person?.openIds[clientId] ?? '' }
    },
  })
  return { servers, secrets }
}
