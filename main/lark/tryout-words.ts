import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'

const names: Readonly<Record<string, Words>> = {
  feishu: { en: 'Feishu', zh: '飞书' },
  lark: { en: 'Lark', zh: 'Lark' },
}
const others: Readonly<Record<string, Words>> = {
  feishu: { en: 'Lark (international)', zh: 'Lark（国际版）' },
  lark: { en: 'Feishu (China)', zh: '飞书（国内版）' },
}

/** Why credentials did not work, and what to do, for somebody who looks at the two fields. */
export function saysOf(code: ErrorCode, domain: string, isOnly = false): Words {
  const name = names[domain] ?? { en: 'The platform', zh: '平台' }
  const other = isOnly && code === 'lark-bad-secret' ? others[domain] : undefined
  const special: Partial<Record<ErrorCode, Words | undefined>> = {
    'lark-bad-secret': {
      en: `${name.en} does not take this App Secret for this App ID. Copy both again from Credentials & Basic Info; after a reset only the newest secret counts.`,
      zh: `${name.zh}不接受这个 App ID 与 App Secret 的组合。请在「凭证与基础信息」重新复制这两项；重置后只有最新的密钥有效。`,
    },
    'lark-app-unknown': {
      en: 'No app has this App ID. Copy it again from Credentials & Basic Info, and look whether the app was deleted.',
      zh: '没有应用使用这个 App ID。请在「凭证与基础信息」重新复制，并确认应用未被删除。',
    },
    'lark-wrong-domain': saysOtherBrand(name, others[domain]) ?? saysOtherPlatform,
  }
  const says = special[code] ?? plainHint(code)
  if (other === undefined) return says
  return {
    en: `${says.en} If the app is one of ${other.en}, choose that platform.`,
    zh: `${says.zh}如果应用属于${other.zh}，请选择那个平台。`,
  }
}

const saysOtherBrand = (name: Words, other: Words | undefined): Words | undefined =>
  other && {
    en: `This app does not belong to ${name.en}. Switch the platform to ${other.en}.`,
    zh: `这个应用不属于${name.zh}，请把平台切换为${other.zh}。`,
  }

/** Of an address of one's own nobody knows which platform is the other one. */
const saysOtherPlatform: Words = {
  en: 'This App ID belongs to another platform or brand than this address. Choose the platform where the app was created.',
  zh: '这个 App ID 属于另一个平台或品牌，不属于这个地址。请选择创建该应用的平台。',
}

/** The credentials are right, but nobody can say who the bot is. */
export const saysOfBot = (code: ErrorCode): Words =>
  code === 'lark-no-bot'
    ? {
        en: 'The credentials are right, but the app has no bot yet. Add the Bot capability in the developer console.',
        zh: '凭证正确，但应用还没有机器人。请在开发者后台添加「机器人」能力。',
      }
    : {
        en: 'The credentials are right. The platform did not say the name of the bot.',
        zh: '凭证正确，但平台没有返回机器人的名称。',
      }

/** The credentials are right, but a long connection is refused for now. */
export function saysOfEndpoint(code: ErrorCode): Words {
  const hint = plainHint(code)
  return {
    en: `The credentials are right, but the platform gives no long connection at the moment. ${hint.en}`,
    zh: `凭证正确，但平台暂时没有分配长连接。${hint.zh}`,
  }
}

function plainHint(code: ErrorCode): Words {
  const error = new AppError(code, '')
  return { en: error.hint('en'), zh: error.hint('zh') }
}
