import type { GuideStep } from '../../contract/setup.ts'
import type { ConsolePage } from '../../lark/console-links.ts'
import { wantedEvents } from '../../lark/wanted.ts'
import {
  judgeApp,
  judgeConnection,
  judgeCredentials,
  judgeEvents,
  judgeHello,
  judgeOwner,
  judgePermissions,
  judgePress,
  judgeReply,
  judgeTheBot,
  judgeVersion,
  type GuideFacts,
  type Judged,
} from './ticks.ts'

type Step = Pick<GuideStep, 'id' | 'title' | 'how'> & {
  readonly page?: ConsolePage
  readonly judge: (facts: GuideFacts) => Judged
}

const askTitles = (kind: 'event' | 'callback') =>
  wantedEvents.filter(event => event.kind === kind && event.need !== 'may')
const listed = (language: 'en' | 'zh', kind: 'event' | 'callback') =>
  askTitles(kind)
    .map(({ title, name }) => `${title[language]} (${name})`)
    .join(language === 'en' ? ', ' : '、')

/** The way through the developer console, in the order in which its doors open. */
const steps: readonly Step[] = [
  {
    id: 'create-app',
    title: { en: 'Create an app', zh: '创建应用' },
    how: {
      en: 'Log in with your company account. Click "Create Custom App", give it a name and a description.',
      zh: '用企业账号登录，点「创建企业自建应用」，填写名称和描述。',
    },
    page: 'apps',
    judge: judgeApp,
  },
  {
    id: 'credentials',
    title: { en: 'App ID and App Secret', zh: 'App ID 与 App Secret' },
    how: {
      en: 'On "Credentials & Basic Info", copy both with the buttons beside them and paste them into Perch.',
      zh: '在「凭证与基础信息」用旁边的复制按钮复制这两项，粘贴到 Perch。',
    },
    page: 'credentials',
    judge: judgeCredentials,
  },
  {
    id: 'bot',
    title: { en: 'Add the bot', zh: '添加机器人' },
    how: {
      en: 'Under "Add Features", add "Bot". Give it a name and a picture; that is how people see it. Save.',
      zh: '在「添加应用能力」中添加「机器人」，设置名称和头像（用户看到的就是它），并保存。',
    },
    page: 'bot',
    judge: judgeTheBot,
  },
  {
    id: 'permissions',
    title: { en: 'Permissions', zh: '权限' },
    how: {
      en: 'The link opens "Permissions & Scopes" with exactly the missing ones chosen. Confirm them.',
      zh: '链接会打开「权限管理」并选好缺少的权限，确认开通即可。',
    },
    page: 'permissions',
    judge: judgePermissions,
  },
  {
    id: 'connection',
    title: { en: 'Perch is connected', zh: 'Perch 已连接' },
    how: {
      en: 'Nothing to click: Perch opens the long connection by itself. The console lets you choose it only while Perch runs.',
      zh: '无需操作：Perch 会自动建立长连接。只有 Perch 运行时，后台才能选择长连接。',
    },
    judge: judgeConnection,
  },
  {
    id: 'events',
    title: { en: 'Events by long connection', zh: '长连接接收事件' },
    how: {
      en: `On "Events & Callbacks", tab "Event Configuration": edit the subscription mode, choose "Receive events through persistent connection", save. Then add: ${listed('en', 'event')}.`,
      zh: `在「事件与回调」的「事件配置」中编辑订阅方式，选择「使用长连接接收事件」并保存；然后添加事件：${listed('zh', 'event')}。`,
    },
    page: 'events',
    judge: judgeEvents,
  },
  {
    id: 'callbacks',
    title: { en: 'Card buttons', zh: '卡片按钮' },
    how: {
      en: `They have a tab of their own, "Callback Configuration": choose the persistent connection there too, save, and add: ${listed('en', 'callback')}.`,
      zh: `卡片回调在单独的「回调配置」中：同样选择长连接并保存，然后添加：${listed('zh', 'callback')}。`,
    },
    page: 'callbacks',
    judge: judgePress,
  },
  {
    id: 'version',
    title: { en: 'Publish a version', zh: '发布版本' },
    how: {
      en: 'On "Version Management & Release", create a version, choose who may use the bot, and submit it. What you change in the console later counts only after the next version.',
      zh: '在「版本管理与发布」创建版本，选择可用范围并提交。之后在后台的任何改动，都要再发布版本才会生效。',
    },
    page: 'versions',
    judge: judgeVersion,
  },
  {
    id: 'first-message',
    title: { en: 'Say hello', zh: '打个招呼' },
    how: {
      en: 'Find the bot by its name in Feishu or Lark and write to it. In a group, mention it with @.',
      zh: '在飞书或 Lark 中按名称搜索机器人并发消息；在群里请 @ 它。',
    },
    judge: judgeHello,
  },
  {
    id: 'owner',
    title: { en: 'You are its owner', zh: '成为所有者' },
    how: {
      en: 'Send the code that Perch shows to the bot in private. Whoever sends it first becomes the owner.',
      zh: '把 Perch 显示的代码私聊发给机器人，第一个发送的人成为所有者。',
    },
    judge: judgeOwner,
  },
  {
    id: 'first-reply',
    title: { en: 'The first answer', zh: '第一个回答' },
    how: { en: 'Allow yourself or send the code, then write again.', zh: '允许自己或发送代码后，再发一条消息。' },
    judge: judgeReply,
  },
]

/** Every step with what is known of it now. */
export const guideSteps = (facts: GuideFacts): readonly GuideStep[] =>
  steps.map(({ id, title, how, page, judge }) => {
    const link = id === 'permissions' ? facts.grantLink || facts.link('permissions') : page && facts.link(page)
    return { id, title, how, ...(link === undefined ? {} : { link }), ...judge(facts) }
  })
