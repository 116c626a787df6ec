import type { Language } from '../contract/words.ts'

/** What a notification says. No message text: others may see the screen. */
export const newsWords = {
  en: {
    person: (person: string, bot: string) => `${person} would like to write to ${bot}`,
    personBody: 'Allow, and the message is answered at once.',
    people: (count: number) => `${count} people would like to write`,
    peopleBody: 'Open People to allow or deny each of them.',
    failed: (bot: string) => `${bot} is not connected`,
    failedBody: 'It will not come back by itself. Open Perch to see why and what to do.',
    quota: (percent: number) => `${percent} % of this month’s platform calls are used`,
    quotaBody: (bot: string, calls: string, limit: string) => `${bot}: ${calls} of ${limit}.`,
    allow: 'Allow',
    deny: 'Deny',
  },
  zh: {
    person: (person: string, bot: string) => `${person} 想使用“${bot}”`,
    personBody: '允许后会立即回复这条消息。',
    people: (count: number) => `有 ${count} 人想使用机器人`,
    peopleBody: '打开「人员」，逐一允许或拒绝。',
    failed: (bot: string) => `“${bot}”未连接`,
    failedBody: '不会自行恢复。打开 Perch 查看原因和处理办法。',
    quota: (percent: number) => `本月平台调用已用 ${percent}%`,
    quotaBody: (bot: string, calls: string, limit: string) => `${bot}：${calls} / ${limit} 次。`,
    allow: '允许',
    deny: '拒绝',
  },
} as const satisfies Record<Language, unknown>
