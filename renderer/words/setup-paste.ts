import { define } from './define.ts'

/** Words of pasting an App ID and its secret. */
export const pasteWords = define('setup-paste', {
  title: ['I have an App ID', '我有 App ID'],
  againTitle: ['Paste the secret again', '重新粘贴密钥'],
  text: ['Nothing is saved until the platform has accepted both.', '两项都被平台接受之后才会保存。'],
  field: ['App ID and App Secret', 'App ID 和 App Secret'],
  help: [
    'Paste both at once: from the console, a .env file, JSON or a chat. What you paste is drawn as dots.',
    '两项一起粘贴即可，来自后台、.env 文件、JSON 或聊天都可以。粘贴的内容显示为圆点。',
  ],
  where: ['In the console under Credentials & Basic Info · 凭证与基础信息.', '在后台的“凭证与基础信息”里。'],
  openFeishu: ['Feishu console', '飞书开发者后台'],
  openLark: ['Lark console', 'Lark 开发者后台'],
  found: ['Recognised', '识别结果'],
  appId: ['App ID', 'App ID'],
  secret: ['App Secret', 'App Secret'],
  secretFound: ['recognised, {{count}} characters', 'recognised, {{count}} characters', '已识别，{{count}} 个字符'],
  missing: ['not found yet', '还没有找到'],
  extra: [
    'Encrypt Key and Verification Token are only for webhook mode, so they are not kept.',
    'Encrypt Key 和 Verification Token 只用于 Webhook 模式，不会保存。',
  ],
  platform: ['Platform', '平台'],
  auto: ['Find out by trying', '自动判断'],
  feishu: ['Feishu · 飞书', '飞书'],
  lark: ['Lark', 'Lark'],
  connect: ['Connect', '连接'],
  trying: ['Asking the platform', '正在向平台核实'],
  saving: ['Accepted. Saving both', '已通过，正在保存'],
  emptied: ['The field is empty again: what was in it went to Perch.', '输入框已清空，内容已交给 Perch。'],
  needBoth: ['Both are needed: {{what}} is still missing.', '两项都需要，还缺 {{what}}。'],
  wrongTitle: ['{{platform}} did not accept them', '{{platform}}没有接受'],
  notAsked: ['The platform could not be asked', '无法向平台核实'],
  notAccepted: ['Neither platform accepted them', '两个平台都没有接受'],
  pasteAgain: ['Paste again', '重新粘贴'],
  tryAgain: ['Try again', '重试'],
  notSaved: ['It was accepted, but not saved', '已通过验证，但没有保存'],
  already: [
    'The bot {{name}} already uses this App ID. Pasting its secret again replaces it.',
    '机器人“{{name}}”已在使用这个 App ID，重新粘贴会替换它的密钥。',
  ],
})
