import { z } from 'zod'
import type { App } from '../model.ts'
import type { Platform } from '../platform.ts'
import { appOf, chatOf } from './lookup.ts'
import { operation } from './operation.ts'

const limit = z.object({ calls: z.number().int().positive(), per: z.number().positive() })
const fields = z.record(z.string(), z.unknown()).default({})
const scopeList = z.object({ app: z.string().optional(), scopes: z.array(z.string()).min(1) })

/** What the app's developer and the tenant's administrator can change. Secrets are set, never shown. */
export const appOperations = (platform: Platform) => ({
  apps: operation(z.object({}), () => [...platform.world.apps.values()].map(appView)),
  grantScopes: operation(scopeList, ({ app, scopes }) => {
    const found = appOf(platform, app)
    for (const scope of scopes) found.scopes.add(scope)
    return appView(found)
  }),
  revokeScopes: operation(scopeList, ({ app, scopes }) => {
    const found = appOf(platform, app)
    for (const scope of scopes) found.scopes.delete(scope)
    return appView(found)
  }),
  changeApp: operation(
    z.object({
      app: z.string().optional(),
      appSecret: z.string().optional(),
      botEnabled: z.boolean().optional(),
      cardCallback: z.boolean().optional(),
      /** Fields of application/v6/applications and of bot/v3/info that answer otherwise from now on. */
      told: z.object({ application: fields, bot: fields }).optional(),
    }),
    ({ app, appSecret, botEnabled, cardCallback, told }) => {
      const found = appOf(platform, app)
      found.appSecret = appSecret ?? found.appSecret
      found.botEnabled = botEnabled ?? found.botEnabled
      found.cardCallback = cardCallback ?? found.cardCallback
      found.told = told ?? found.told
      return appView(found)
    },
  ),
  /** Events by HTTP from now on, once the address gave back a challenge; null goes back to long connections. */
  setWebhook: operation(
    z.object({
      app: z.string().optional(),
      url: z.url().nullable(),
      encryptKey: z.string().default(''),
      verificationToken: z.string().default(''),
    }),
    async ({ app, url, encryptKey, verificationToken }) => {
      const { appId } = appOf(platform, app)
      if (url !== null)
        return { verified: await platform.webhooks.subscribe(appId, { url, encryptKey, verificationToken }) }
      platform.webhooks.remove(appId)
      return { verified: false }
    },
  ),
  /** A custom bot of a group; `url` is where to post. */
  createHook: operation(
    z.object({ chat: z.string(), secret: z.string().optional(), keyword: z.string().optional() }),
    ({ chat, secret, keyword }) => {
      const { hookId } = platform.hooks.add({ chatId: chatOf(platform, chat).chatId, secret, keyword })
      return { hookId, path: `/open-apis/bot/v2/hook/${hookId}` }
    },
  ),
  revokeTokens: operation(z.object({ app: z.string().optional() }), ({ app }) => platform.tokens.revoke(app)),
  /** Calls left this month; null for a plan without a quota. */
  setQuota: operation(z.object({ left: z.number().int().min(0).nullable() }), ({ left }) => {
    platform.limits.quotaLeft = left ?? undefined
  }),
  setLimits: operation(
    z
      .object({
        enabled: z.boolean(),
        chat: limit,
        apiSecond: limit,
        apiMinute: limit,
        card: limit,
        messageUpdate: limit,
      })
      .partial(),
    given => {
      const { settings } = platform.limits
      platform.limits.settings = {
        enabled: given.enabled ?? settings.enabled,
        chat: given.chat ?? settings.chat,
        apiSecond: given.apiSecond ?? settings.apiSecond,
        apiMinute: given.apiMinute ?? settings.apiMinute,
        card: given.card ?? settings.card,
        messageUpdate: given.messageUpdate ?? settings.messageUpdate,
      }
    },
  ),
})

const appView = ({ appId, name, botOpenId, tenantKey, scopes, botEnabled, cardCallback }: App) => ({
  appId,
  name,
  botOpenId,
  tenantKey,
  botEnabled,
  cardCallback,
  scopes: [...scopes],
})
