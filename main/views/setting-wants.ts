import { z } from 'zod'
import type { Words } from '../contract/words.ts'

const openIds: Words = {
  en: 'Open IDs, which start with ou_, or * for everybody of this tenant.',
  zh: '请填写以 ou_ 开头的 Open ID，或用 * 表示本企业所有人。',
}
const variable: Words = {
  en: 'The name of an environment variable: letters, digits and _, no digit first.',
  zh: '请填写环境变量名：只含字母、数字和下划线，且不以数字开头。',
}
const webAddress: Words = {
  en: 'An address that starts with https:// or http://, without a user name, or nothing.',
  zh: '请填写以 https:// 或 http:// 开头、不含用户名的地址，或留空。',
}

/** What the schema asks of texts, by the last name of their path. */
const texts: readonly (readonly [RegExp, Words])[] = [
  [
    /\.groupAllowFrom$/,
    { en: 'Open IDs (ou_…), chat IDs (oc_…), or *.', zh: '请填写 Open ID（ou_…）、群 ID（oc_…）或 *。' },
  ],
  [/\.allowFrom$/, openIds],
  [/\.ownerIds$/, { en: 'Open IDs, which start with ou_.', zh: '请填写以 ou_ 开头的 Open ID。' }],
  [/Env$/, variable],
  [
    /\.domain$/,
    {
      en: 'Feishu, Lark, or an address with https and no path (http only on this computer).',
      zh: '请选择飞书、Lark，或填写不带路径的 https 地址（仅本机可用 http）。',
    },
  ],
  [/\.(consoleUrl|accountsUrl|apiBase)$/, webAddress],
  [/^mcp\..*\.url$/, webAddress],
  [
    /^notifiers\..*\.url$/,
    {
      en: 'The webhook address of a group bot, which starts with https://.',
      zh: '请填写群机器人的 Webhook 地址，以 https:// 开头。',
    },
  ],
  [/\.webhookPath$/, { en: 'A path that starts with / and has no blank.', zh: '请填写以 / 开头、不含空格的路径。' }],
  [
    /^proxy$/,
    {
      en: 'An address that starts with http://, https:// or socks5://.',
      zh: '请填写以 http://、https:// 或 socks5:// 开头的地址。',
    },
  ],
  [/^server\.host$|\.id$/, { en: 'This can’t be empty.', zh: '此项不能为空。' }],
]

/** What a value at this path has to be, in words; `undefined` where any will do. */
export function wantsOf(path: string, bare: z.core.$ZodType): Words | undefined {
  if (bare instanceof z.ZodNumber) return numbers(bare)
  return texts.find(([pattern]) => pattern.test(path))?.[1]
}

/** Zod writes an open end of whole numbers as the largest safe one, and "positive" as above 0. */
function numbers(schema: z.ZodNumber): Words {
  const zeroIsOut = schema.minValue === 0 && !schema.safeParse(0).success
  const least = (zeroIsOut ? 1 : (schema.minValue ?? Number.MIN_SAFE_INTEGER)).toLocaleString('en')
  const isOpen = schema.maxValue === null || schema.maxValue >= Number.MAX_SAFE_INTEGER
  const most = (schema.maxValue ?? 0).toLocaleString('en')
  return isOpen
    ? { en: `A whole number, at least ${least}.`, zh: `请填写整数，最小 ${least}。` }
    : { en: `A whole number from ${least} to ${most}.`, zh: `请填写 ${least} 到 ${most} 之间的整数。` }
}
