import type { Words } from '../../contract/words.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

/** Why a key becomes what it becomes. */
export const reasons = {
  same: words('means the same here', '含义相同'),
  already: words('is so already', '此处已是如此'),
  stored: words('goes into the secret store', '移入密钥库'),
  storedFromVariable: words(
    'names a variable whose value is given, and goes into the secret store',
    '所引用变量的值已给出，移入密钥库',
  ),
  stays: words('stays in an environment variable of this name', '仍由同名环境变量提供'),
  conflict: words('something else is set here already, and stays', '此处已有其他设置，保持不变'),
  secretConflict: words('another secret is stored here already, and stays', '此处已存有其他密钥，保持不变'),
  twice: words('another key of this file says otherwise, and counts', '此文件中另一项已有不同设置，以那一项为准'),
  include: words(
    'names further files, which are not read: import each of them, too',
    '引用了其他文件，不会读取：请分别导入',
  ),
  named: words(
    'Perch has a bot of its own in this place, so this one becomes a named account',
    '此处已有其他机器人，因此导入为命名账号',
  ),
  open: words('lets everybody of this tenant use the bot', '本企业所有人都可使用机器人'),
  empty: words('is empty', '为空'),
  wrongForm: words('has another form than expected', '格式与预期不符'),
  holdsSecret: words('holds a secret, which may not stand in config.json', '其中含有密钥，不能写入 config.json'),
  noVariableName: words(
    'should be the name of a variable, in capitals; the value is not shown, in case it is the secret itself',
    '应为大写的环境变量名；为防其本身就是密钥，不显示其值',
  ),
  noVariableKey: words(
    'names a variable, but Perch takes this one from its secret store: perch secret set',
    '引用了环境变量，但 Perch 只从密钥库读取：perch secret set',
  ),
  mixedVariable: words('mixes text and a variable; set it by hand', '文本中混有变量，请手动设置'),
  fromCommand: words(
    'comes from a command, which Perch does not run; set it by hand',
    '来自外部命令，Perch 不会执行，请手动设置',
  ),
  fromJsonFile: words('is one of several secrets in a file; set it by hand', '是文件中多个密钥之一，请手动设置'),
  relativePath: words('is a path from an unknown folder; set it by hand', '相对路径的起点未知，请手动设置'),
  oddAppId: words(
    'is no App ID (cli_ and 16 hexadecimal characters), so it will not connect',
    '不是有效的 App ID（cli_ 加 16 位十六进制字符），无法连接',
  ),
  missingAppId: words(
    'is no App ID (cli_…), or a variable whose value is not given; the bot is left out',
    '不是 App ID（cli_…），或引用了未给出值的变量；未导入该机器人',
  ),
  noAppId: words('belongs to an account without an App ID', '所属账号没有 App ID'),
  mapped: words('has another name here', '此处名称不同'),
  listed: words(
    'taken over for private chats and groups, as it counted for both',
    '原对私聊和群聊都有效，因此两处都导入',
  ),
  someLeft: words(
    'what is no Open ID (ou_…) or chat ID (oc_…) is left out',
    '不是 Open ID（ou_…）或群 ID（oc_…）的条目未导入',
  ),
  openAndLeft: words(
    'lets everybody of this tenant use the bot; what is no Open ID (ou_…) or chat ID (oc_…) is left out',
    '本企业所有人都可使用机器人；不是 Open ID（ou_…）或群 ID（oc_…）的条目未导入',
  ),
  noneLeft: words('holds no Open ID (ou_…) or chat ID (oc_…)', '其中没有 Open ID（ou_…）或群 ID（oc_…）'),
  mentionDefault: words('is the rule here unless a group says otherwise', '这是默认规则，除非某个群另有设置'),
  mentionPerGroup: words(
    'can be switched off for single groups only: channels.lark.groups',
    '只能为单个群关闭：channels.lark.groups',
  ),
  allGroups: words(
    'a rule for all groups at once; Perch has rules for single groups',
    '针对所有群的规则；Perch 只支持单个群的规则',
  ),
  auto: words('the provider follows from the model', '服务商由模型决定'),
  accountChoice: words('says which account is the default one', '说明哪个账号是默认账号'),
  otherModel: words('is not the model that is in use', '不是当前使用的模型'),
  otherProvider: words('is not the provider that is in use', '不是当前使用的服务商'),
  noProvider: words(
    'Perch does not know this provider, and no address is given',
    'Perch 不认识该服务商，且未给出接口地址',
  ),
  compatible: words('is spoken to as an OpenAI-compatible service', '按 OpenAI 兼容服务处理'),
  modelConflict: words('another model is set here already, and stays', '此处已设置其他模型，保持不变'),
  workspace: words(
    'not taken over: tools could read that folder. If you want that: perch config set agents.list',
    '未导入：工具将能读取该文件夹。如确需要：perch config set agents.list',
  ),
  skills: words(
    'not taken over: a skill is a program. Look at it first, then add its folder yourself',
    '未导入：技能等同于程序，请先检查再自行添加',
  ),
  mcp: words(
    'not taken over: an MCP server runs programs or gets data. Look at it first, then add it yourself',
    '未导入：MCP 服务会运行程序或获取数据，请先检查再自行添加',
  ),
  otherChannel: words('another channel; Perch serves Feishu and Lark', '其他聊天渠道；Perch 只服务飞书和 Lark'),
  ownServer: words('Perch has an address and a sign-in of its own', 'Perch 有自己的地址和登录方式'),
  ownWay: words('Perch does this in its own way', 'Perch 以自己的方式处理'),
  tools: words('a tool of that system', '该系统自带的工具'),
  account: words('is about that system and its machine', '只与该系统及其环境有关'),
  otherAgents: words('a further agent is set here already', '此处已设置其他智能体'),
  elsewhere: words(
    'its secret lies in another file, which is not read: perch secret set llm.apiKey',
    '其密钥在另一个文件中，不会读取：perch secret set llm.apiKey',
  ),
  spareVariable: words('nothing that is taken over uses it', '导入的内容都不使用它'),
  unknown: words('Perch does not know this key', 'Perch 不认识此项'),
} as const satisfies Record<string, Words>

/** What is about the whole, not about one key. */
export const notes = {
  dmPairing: (system: string): Words =>
    words(
      `No dmPolicy is given. ${system} then answers everybody in private; Perch asks strangers to pair. To open it: perch config set channels.lark.dmPolicy open`,
      `未设置 dmPolicy。${system} 此时会回答所有私聊；Perch 会要求陌生人配对。如需开放：perch config set channels.lark.dmPolicy open`,
    ),
  longConnection: words(
    'No transport is given. xiaoO then waits for webhooks; Perch opens a long connection: choose that in the developer console too.',
    '未设置 transport。xiaoO 此时使用 Webhook；Perch 使用长连接，请在开发者后台也选择长连接。',
  ),
  doors: words(
    'xiaoO answers everybody. Perch asks strangers to pair, and answers in a group after: perch allow oc_…',
    'xiaoO 会回答所有人。Perch 会要求陌生人配对；群聊需先执行：perch allow oc_…',
  ),
  emptyList: words(
    'allowFrom is empty: older versions of nanobot then answer everybody. Perch asks strangers to pair.',
    'allowFrom 为空：旧版 nanobot 会回答所有人，Perch 会要求陌生人配对。',
  ),
  ruledGroups: words(
    'Rules of a group do not admit it here. Allow the group as well: perch allow oc_…',
    '群规则本身不代表允许，还需允许该群：perch allow oc_…',
  ),
  webhook: words(
    'Webhook mode needs a verification token and an encrypt key, and not both are given.',
    'Webhook 模式需要 Verification Token 和 Encrypt Key，目前缺少。',
  ),
  doubled: (path: string, line: number): Words =>
    words(
      `${path} is written twice (line ${line}); the last one counts.`,
      `${path} 写了两次（第 ${line} 行），以最后一个为准。`,
    ),
  included: words(
    'This file takes in further ones ($include), which are not read. Import each of them, too.',
    '此文件通过 $include 引用了其他文件，不会读取，请分别导入。',
  ),
  pinned: (account: string, keys: string): Words =>
    words(
      `${account} has its own ${keys}: the top level says otherwise, for another bot.`,
      `${account} 单独设置了 ${keys}：顶层的设置不同，是为另一个机器人选定的。`,
    ),
  found: (key: string, value: string): Words =>
    words(
      `${key} of the top level, which is set here already, counts for the new bot: ${value}.`,
      `顶层已有的 ${key} 对新机器人同样有效：${value}。`,
    ),
  noAccount: words('No bot could be taken over: there is no App ID.', '没有可导入的机器人：缺少 App ID。'),
  sourceKept: (name: string): Words =>
    words(
      `${name} still holds its secrets in plain text. When all works here, delete it or renew the secrets.`,
      `${name} 中仍有明文密钥。确认一切正常后，请删除该文件或更换密钥。`,
    ),
} as const
