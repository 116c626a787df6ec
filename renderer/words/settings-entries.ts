import { define } from './define.ts'

/** Words of lists of entries in the settings: notifiers, agents, MCP servers; and of the model. */
export const entryWords = define('settings-entries', {
  edit: ['Edit {{name}}', '编辑 {{name}}'],
  gone: ['There is no such entry', '没有这一项'],
  wasAdded: ['{{name}} was added.', '已添加 {{name}}。'],
  wasRemoved: ['{{name}} was removed.', '已移除 {{name}}。'],
  name: ['Name', '名称'],
  nameHelp: ['Letters, digits, - and _, at most 32.', '只能使用字母、数字、- 和 _，最多 32 个字符。'],
  nameTaken: ['There is one with this name already.', '已经有同名的一项。'],
  removeTitle: ['Remove {{name}}?', '移除 {{name}}？'],
  keep: ['Keep it', '保留'],
  notifiers: ['Notifiers', '通知机器人'],
  notifiersNone: [
    'None yet. In a group, open Settings, Bots, Add Bot, Custom Bot, and copy its webhook address.',
    '还没有。在群里打开“设置 > 群机器人 > 添加机器人 > 自定义机器人”，复制它的 Webhook 地址。',
  ],
  notifierAdd: ['Add a notifier', '添加通知机器人'],
  notifierUrl: ['Webhook address', 'Webhook 地址'],
  notifierLost: [
    'Its address and its secret are forgotten. This can’t be undone; the group bot itself stays.',
    '它的地址和密钥会被删除，无法撤销。群里的机器人不受影响。',
  ],
  test: ['Test', '测试'],
  testText: ['Perch can post here.', 'Perch 可以在这里发消息。'],
  testWhat: ['What to post', '要发送的内容'],
  testSend: ['Post it', '发送'],
  testHelp: ['Everybody in the group sees it.', '群里的所有人都会看到。'],
  testDone: ['Posted at {{time}}. Look into the group.', '{{time}}已发送，请到群里查看。'],
  testFailed: ['It was not posted', '没有发送成功'],
  agents: ['Agents', '智能体'],
  agentsNone: [
    'None yet: one agent with all the defaults answers. Add it here to change it.',
    '还没有：目前由一个全默认的智能体回复。在这里添加后即可修改。',
  ],
  agentAdd: ['Add an agent', '添加智能体'],
  agentDefault: ['answers where no other is named', '未指定时由它回复'],
  servers: ['MCP servers', 'MCP 服务'],
  serversNone: ['None yet.', '还没有。'],
  serverAdd: ['Add a server', '添加服务'],
  serverLost: [
    'Its command or address and the values handed to it are forgotten. This can’t be undone.',
    '它的命令或地址，以及传给它的值都会被删除，无法撤销。',
  ],
  keySection: ['Other ways to give the key', '用其他方式提供密钥'],
  providerChanged: ['Provider changed from {{before}} to {{after}}.', '服务商已从 {{before}} 改为 {{after}}。'],
  modelRead: ['{{count}} model is offered.', '{{count}} models are offered.', '共提供 {{count}} 个模型。'],
})
