import { judgeBot, judgePublished } from '../../lark/checkup/console.ts'
import { judgeEndpoint } from '../../lark/checkup/credentials.ts'
import { judgeScope, missingIn } from '../../lark/checkup/scopes.ts'
import { judgeCardCallback, judgeSubscription } from '../../lark/checkup/subscription.ts'
import { wantedScopes, type WantedScope } from '../../lark/wanted.ts'
import { ago } from './ago.ts'
import { isFresh, messagesArrive } from './arrival.ts'
import type { Check } from './check.ts'
import type { AccountContext } from './context.ts'
import { credentialChecks } from './credentials.ts'

type PlatformCheck = Check<AccountContext>

const consoleChecks: readonly PlatformCheck[] = [
  {
    id: 'bot',
    layer: 'console',
    title: { en: 'Bot capability', zh: '机器人能力' },
    covers: ['N01', 'N08', 'N13', 'N14', 'N35'],
    needs: ['token'],
    run: async ({ asking, links }, signal) => judgeBot(await (await asking()).bot(signal), links.bot, links.addresses),
  },
  {
    id: 'published',
    layer: 'console',
    title: { en: 'Published version', zh: '已发布版本' },
    covers: ['N01', 'N06', 'N07', 'N08', 'N21', 'N25', 'N28', 'N31'],
    needs: ['token'],
    run: async ({ asking, links }, signal) =>
      judgePublished(await (await asking()).application(signal), links.versions),
  },
  {
    id: 'subscription',
    layer: 'console',
    title: { en: 'Events by long connection', zh: '以长连接接收事件' },
    covers: ['N06', 'N07', 'N08', 'N21', 'N22', 'N25', 'N28', 'N31', 'N33'],
    needs: ['token'],
    run: async (context, signal) => {
      const said = await (await context.asking()).application(signal)
      return judgeSubscription(said, await messagesArrive(context, signal), context.links.events)
    },
  },
  {
    id: 'card-callback',
    layer: 'console',
    title: { en: 'Buttons on cards', zh: '卡片按钮' },
    covers: ['N33', 'N37'],
    needs: ['token'],
    run: async ({ asking, links, traffic, ports }, signal) => {
      const { lastPress } = traffic()
      const now = ports.now()
      const pressed =
        lastPress === undefined ? undefined : { when: ago(now - lastPress), isFresh: isFresh(lastPress, now) }
      return judgeCardCallback(await (await asking()).application(signal), pressed, links.callbacks)
    },
  },
  {
    id: 'endpoint',
    layer: 'console',
    title: { en: 'Address for a long connection', zh: '长连接地址' },
    covers: ['N02', 'N03', 'N10', 'N21', 'N23', 'N33'],
    needs: ['token'],
    run: async ({ asking, links }, signal) => judgeEndpoint(await (await asking()).endpoint(signal), links.events),
  },
]

/** All messages of a group are only wanted where a group is to be answered without a mention. */
const isWanted = ({ need, name }: WantedScope, { account }: AccountContext): boolean =>
  need !== 'may' ||
  name !== 'im:message.group_msg' ||
  Object.values(account.config.groups).some(group => !group.requireMention)

const scopeCheck = (wanted: WantedScope): PlatformCheck => ({
  id: `scope-${wanted.name.replaceAll(/[^a-z0-9]+/g, '-')}`,
  layer: 'console',
  title: { en: `Permission ${wanted.name}`, zh: `权限 ${wanted.name}` },
  covers: wanted.need === 'must' ? ['N01', 'N04', 'N07', 'N09', 'N27'] : ['N04'],
  needs: ['token'],
  applies: context => isWanted(wanted, context),
  run: async ({ asking, links }, signal) => {
    const said = await (await asking()).scopes(signal)
    return judgeScope(wanted, said, links.grant(missingIn(said, wanted)))
  },
})

/** What only the platform, or its console, can tell. */
export const platformChecks: readonly PlatformCheck[] = [
  ...credentialChecks,
  ...consoleChecks,
  ...wantedScopes.map(scopeCheck),
]
