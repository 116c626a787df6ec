import { createHash } from 'node:crypto'
import type { Language, Words } from '../contract/words.ts'

const words = {
  running: { en: 'Perch is running', zh: 'Perch 正在运行' },
  commands: {
    en: 'This version is used from the command line: perch status, perch people, perch allow, perch logs.',
    zh: '此版本通过命令行使用：perch status、perch people、perch allow、perch logs。',
  },
  expired: { en: 'This link is no longer valid', zh: '链接已失效' },
  fresh: {
    en: 'A link works once, for 10 minutes. Get a fresh one with: perch status',
    zh: '每个链接只能使用一次，10 分钟内有效。请运行 perch status 获取新链接。',
  },
} as const satisfies Record<string, Words>

const STYLE = `
:root { color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif }
body { margin: 15vh auto 0; max-width: 36rem; padding: 0 1.5rem }
h1 { font-size: 1.75rem; line-height: 1.3 }
[hidden] { display: none }`

/** Exchanges the token of the address bar, which it clears at once, or shows that this tab is already known. */
const SCRIPT = `
const token = new URLSearchParams(location.hash.slice(1)).get('token')
history.replaceState(null, '', location.pathname)
const exchange = () => fetch('/api/v1/session', {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) })
const check = () => fetch('/api/v1/session', { headers: { 'x-perch-tab': sessionStorage.getItem('tab') ?? '' } })
const show = id => { document.getElementById(id).hidden = false }
const start = async () => {
  const answer = await (token ? exchange() : check())
  if (!answer.ok) return show('expired')
  if (token) sessionStorage.setItem('tab', (await answer.json()).tab)
  show('running')
}
start().catch(() => show('expired'))`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but this page's own script and style runs, and nobody may frame it. */
export const PAGE_POLICY = [
  `default-src 'none'`,
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

/** What a browser shows at the link of this version. It holds no secret, so everybody on this computer may load it. */
export const screenPage = (language: Language): string => `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Perch</title>
<style>${STYLE}</style>
<main aria-live="polite">
<section id="running" hidden><h1>${words.running[language]}</h1><p>${words.commands[language]}</p></section>
<section id="expired" hidden><h1>${words.expired[language]}</h1><p>${words.fresh[language]}</p></section>
</main>
<script>${SCRIPT}</script>
</html>
`

/** By what the browser prefers: the first of the two languages that it names. */
export const pageLanguage = (accepted: string | undefined): Language =>
  /^[^a-z]*(?:(?!en|zh)[a-z-]+[^,]*,\s*)*zh/i.test(accepted ?? '') ? 'zh' : 'en'
