import type { AppState } from '../contract/state.ts'
import type { Language } from '../contract/words.ts'

const states = {
  offline: { en: 'offline', zh: '离线' },
  connecting: { en: 'connecting', zh: '连接中' },
  online: { en: 'online', zh: '在线' },
  reconnecting: { en: 'reconnecting', zh: '重连中' },
  failed: { en: 'failed', zh: '失败' },
} as const

/** What `/status` answers in a chat: the state in a few lines, without anything secret. */
export function statusText(state: AppState, language: Language, now: number): string {
  const zh = language === 'zh'
  const accounts = Object.values(state.accounts).map(account => {
    const minutes = Math.round((now - account.since) / 60_000)
    const since = zh ? `已持续 ${minutes} 分钟` : `for ${minutes} min`
    return `- ${account.bot?.name ?? account.id}: ${states[account.state][language]} (${since})`
  })
  const { llm, queue } = state
  const model = llm.ready ? `${llm.provider} · ${llm.model}` : (llm.reason ?? (zh ? '未就绪' : 'not ready'))
  return [
    `Perch ${state.version}`,
    ...accounts,
    `- ${zh ? '模型' : 'model'}: ${model}`,
    `- ${zh ? '队列' : 'queue'}: ${zh ? '等待' : 'waiting'} ${queue.waiting}, ${zh ? '进行中' : 'running'} ${queue.running}`,
  ].join('\n')
}
