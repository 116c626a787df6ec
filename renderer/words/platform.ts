import type { ScreenLanguage } from './translator.ts'

/** The platform's name in a sentence; one's own server is only "the chat". */
export function platformName(domain: string, language: ScreenLanguage): string {
  if (domain === 'lark') return 'Lark'
  if (domain === 'feishu') return language === 'en' ? 'Feishu' : '飞书'
  return language === 'en' ? 'the platform' : '平台'
}

/** Where a bot lives, as a fact beside others: the brand, or the address of one's own server. */
export const placeName = (domain: string, language: ScreenLanguage): string =>
  URL.canParse(domain) ? new URL(domain).host : platformName(domain, language)
