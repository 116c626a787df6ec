import type { ScreenLanguage } from '../words/translator.ts'

const units = {
  en: { day: ' d', hour: ' h', minute: ' min', second: ' s', gap: ' ' },
  'zh-CN': { day: ' 天', hour: ' 小时', minute: ' 分', second: ' 秒', gap: ' ' },
} as const

/** A length of time as a person would say it, in its two largest parts: "1 min 40 s", "2 小时 10 分". */
export function duration(milliseconds: number, language: ScreenLanguage): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const words = units[language]
  const parts = [
    [Math.floor(seconds / 86_400), words.day],
    [Math.floor(seconds / 3600) % 24, words.hour],
    [Math.floor(seconds / 60) % 60, words.minute],
    [seconds % 60, words.second],
  ] as const
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first < 0) return `0${words.second}`
  const said = parts.slice(first, first + 2).filter(([amount]) => amount > 0)
  return said.map(([amount, unit]) => `${amount}${unit}`).join(words.gap)
}
