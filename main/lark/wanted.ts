import type { Words } from '../contract/words.ts'

/** `must`: no bot without it · `should`: Perch works, with a gap · `may`: only for who wants more; never asked for unasked. */
export type Need = 'must' | 'should' | 'may'

/** A permission of the app (all of them tenant scopes: the bot acts as itself, never as a user). */
export type WantedScope = {
  /** The narrowest one that does; this is the one that is asked for. */
  readonly name: string
  /** Any one of these does as well; `name` is among them. */
  readonly anyOf: readonly string[]
  readonly need: Need
  readonly why: Words
  /** What people notice while it is missing. */
  readonly without: Words
}

/** Something the app subscribes to in the console, by long connection. */
export type WantedEvent = {
  readonly name: string
  readonly kind: 'event' | 'callback'
  readonly need: Need
  /** As the console lists it. */
  readonly title: Words
  readonly why: Words
  readonly without: Words
}

/**
 * Every permission that Perch has a use for, narrowest first choice. The names are those of the developer console
 * (Permissions & Scopes); the platform ignores an unknown one in silence, so what was granted is read back.
 */
export const wantedScopes: readonly WantedScope[] = [
  {
    name: 'im:message:send_as_bot',
    anyOf: ['im:message:send_as_bot', 'im:message', 'im:message:send'],
    need: 'must',
    why: { en: 'Send answers as the bot.', zh: '以机器人身份发送回答。' },
    without: { en: 'Perch reads messages and can not answer.', zh: '能收到消息，但无法回复。' },
  },
  {
    name: 'im:message.p2p_msg:readonly',
    anyOf: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg'],
    need: 'must',
    why: { en: 'Receive what people write to the bot in private.', zh: '接收用户发给机器人的单聊消息。' },
    without: { en: 'Private messages never arrive, and nothing says why.', zh: '私聊消息不会到达，且没有任何提示。' },
  },
  {
    name: 'im:message.group_at_msg:readonly',
    anyOf: [
      'im:message.group_at_msg:readonly',
      'im:message.group_at_msg',
      'im:message.group_msg',
      'im:message.group_msg:readonly',
    ],
    need: 'should',
    why: { en: 'Receive group messages that mention the bot.', zh: '接收群里 @ 机器人的消息。' },
    without: { en: 'The bot stays silent in groups, even when mentioned.', zh: '在群里即使被 @ 也没有反应。' },
  },
  {
    name: 'im:message:readonly',
    anyOf: ['im:message:readonly', 'im:message', 'im:message.history:readonly'],
    need: 'should',
    why: {
      en: 'Read quoted and forwarded messages, and what arrived while this computer was off.',
      zh: '读取被引用、被转发的消息，以及电脑离线期间收到的消息。',
    },
    without: {
      en: 'Quotes and forwards stay unread, and messages from while Perch was offline may stay unanswered.',
      zh: '无法读取引用与转发内容，离线期间的消息可能得不到回答。',
    },
  },
  {
    name: 'im:resource',
    anyOf: ['im:resource'],
    need: 'should',
    why: {
      en: 'Read pictures and files that people send, and send files.',
      zh: '读取用户发来的图片和文件，并发送文件。',
    },
    without: { en: 'Pictures and files can neither be read nor sent.', zh: '无法读取或发送图片和文件。' },
  },
  {
    name: 'cardkit:card:write',
    anyOf: ['cardkit:card:write'],
    need: 'should',
    why: { en: 'Show an answer in a card while it is being written.', zh: '用卡片流式显示正在生成的回答。' },
    without: { en: 'Long answers appear only when they are complete.', zh: '长回答只能在写完后一次性显示。' },
  },
  {
    name: 'im:message.reactions:write_only',
    anyOf: ['im:message.reactions:write_only', 'im:message'],
    need: 'should',
    why: { en: 'Show by a reaction that the bot is working on a message.', zh: '用表情回复表示正在处理消息。' },
    without: { en: 'People see no sign that their message is being worked on.', zh: '用户看不到「正在处理」的提示。' },
  },
  {
    name: 'im:chat:readonly',
    anyOf: ['im:chat:readonly', 'im:chat', 'im:chat:read'],
    need: 'should',
    why: { en: 'Know the names and kinds of the groups the bot is in.', zh: '获取机器人所在群的名称和类型。' },
    without: { en: 'Groups are shown by their IDs alone.', zh: '群只能以 ID 显示。' },
  },
  {
    name: 'contact:user.base:readonly',
    anyOf: ['contact:user.base:readonly', 'contact:contact.base:readonly', 'contact:contact:readonly'],
    need: 'should',
    why: { en: 'Show people by their names, so that you know whom you allow.', zh: '显示用户姓名，让你知道允许了谁。' },
    without: { en: 'People are shown by their Open IDs alone.', zh: '用户只能以 Open ID 显示。' },
  },
  {
    name: 'application:application:self_manage',
    anyOf: ['application:application:self_manage', 'admin:app.info:readonly'],
    need: 'may',
    why: { en: 'Check whether a version of the app is published.', zh: '检查应用版本是否已发布。' },
    without: {
      en: 'Perch can not tell a published app from a draft.',
      zh: 'Perch 无法判断应用是已发布还是草稿。',
    },
  },
  {
    name: 'im:message.group_msg',
    anyOf: ['im:message.group_msg', 'im:message.group_msg:readonly'],
    need: 'may',
    why: {
      en: 'Read all messages of a group, not only those that mention the bot. An administrator must approve it.',
      zh: '读取群内全部消息，而不只是 @ 机器人的消息，需要管理员审批。',
    },
    without: {
      en: 'In groups only messages that mention the bot arrive, and what was missed there can not be read later.',
      zh: '群里只能收到 @ 机器人的消息，错过的群消息也无法补读。',
    },
  },
]

/** Every subscription that Perch has a use for. What else may arrive is acknowledged and noted. */
export const wantedEvents: readonly WantedEvent[] = [
  {
    name: 'im.message.receive_v1',
    kind: 'event',
    need: 'must',
    title: { en: 'Message received', zh: '接收消息' },
    why: { en: 'This is how a message reaches Perch.', zh: '消息由它送达 Perch。' },
    without: { en: 'No message ever arrives, though the connection is up.', zh: '连接正常，却收不到任何消息。' },
  },
  {
    name: 'im.message.recalled_v1',
    kind: 'event',
    need: 'should',
    title: { en: 'Message recalled', zh: '撤回消息' },
    why: { en: 'Stop working on a message that its sender withdrew.', zh: '消息被撤回后停止处理。' },
    without: { en: 'A withdrawn message is answered all the same.', zh: '已撤回的消息仍会被回答。' },
  },
  {
    name: 'card.action.trigger',
    kind: 'callback',
    need: 'must',
    title: { en: 'Card action trigger', zh: '卡片回传交互' },
    why: { en: 'Buttons on cards, such as Allow and Deny.', zh: '卡片上的按钮，例如「允许」「拒绝」。' },
    without: {
      en: 'Pressing a button shows error 200340 and nothing happens.',
      zh: '点击按钮会提示错误 200340，且没有效果。',
    },
  },
]

/** What a scan asks for: everything but what only some want. */
export const askedScopes: readonly string[] = wantedScopes.filter(({ need }) => need !== 'may').map(({ name }) => name)

const askedNames = (kind: WantedEvent['kind']): readonly string[] =>
  wantedEvents.filter(event => event.kind === kind && event.need !== 'may').map(({ name }) => name)

export const askedEvents = askedNames('event')
export const askedCallbacks = askedNames('callback')

export const isGranted = ({ anyOf }: WantedScope, granted: ReadonlySet<string>): boolean =>
  anyOf.some(scope => granted.has(scope))

/** The permissions that a complete bot lacks; those that only some want are not counted. */
export const missingScopes = (granted: ReadonlySet<string>): readonly WantedScope[] =>
  wantedScopes.filter(scope => scope.need !== 'may' && !isGranted(scope, granted))
