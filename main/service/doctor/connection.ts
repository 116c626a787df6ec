import { failed, hintOf, ok, sentences, unknown, type Finding } from '../../base/finding.ts'
import { AppError } from '../../contract/errors.ts'
import type { AccountView } from '../../contract/state.ts'
import type { Words } from '../../contract/words.ts'
import { ago } from './ago.ts'
import type { AccountContext } from './context.ts'

const HOUR = 60 * 60_000
/** As many returns within an hour are no accident any more. */
const MANY_RETURNS = 5

export function checkOn({ account, ports }: AccountContext): Promise<Finding> {
  if (!account.config.enabled) {
    return Promise.resolve(
      failed(
        {
          en: 'This account is switched off: it is not connected and answers nobody.',
          zh: '该账号已关闭：不会连接，也不回答任何人。',
        },
        { en: 'Set "enabled" to true.', zh: '请将 "enabled" 设为 true。' },
        { action: 'open-settings' },
      ),
    )
  }
  if (ports.state().paused) {
    return Promise.resolve(
      failed(
        { en: 'Replies are paused: messages are kept and not answered.', zh: '已暂停回复：消息会保存但不回答。' },
        { en: 'Resume replies on the Home screen or in the tray menu.', zh: '请在首页或托盘菜单中恢复回复。' },
      ),
    )
  }
  return Promise.resolve(ok({ en: 'Switched on, and not paused.', zh: '已开启，未暂停。' }))
}

export function checkConnection({ view, ports, account }: AccountContext): Promise<Finding> {
  const shown = view()
  if (!ports.isStarted() || shown === undefined) {
    return Promise.resolve(
      unknown(
        {
          en: 'No Perch runs with this home, so there is no long connection to look at.',
          zh: '没有 Perch 以此主目录运行，因此没有长连接。',
        },
        { en: 'Start Perch, then run the doctor again.', zh: '请启动 Perch 后重新诊断。' },
      ),
    )
  }
  const { returns, lastReason } = ports.history(account.id)
  const recent = returns.filter(at => at > ports.now() - HOUR).length
  return Promise.resolve(judgeConnection(shown, recent, lastReason, ports.now()))
}

/** Exported for its table of decisions. `recent`: how often it came back within the last hour. */
export function judgeConnection(shown: AccountView, recent: number, lastReason: string, now: number): Finding {
  const { state, since, reason, says, hint, code, domain } = shown
  const lasts = ago(now - since)
  const told = says ?? { en: reason ?? '', zh: reason ?? '' }
  if (state === 'online' && recent >= MANY_RETURNS) {
    return failed(
      {
        en: `Connected, but it was lost and made again ${recent} times within the last hour.`,
        zh: `已连接，但最近一小时内断线重连了 ${recent} 次。`,
      },
      {
        en: 'Look at the network: Wi-Fi that drops, a proxy or firewall that cuts long connections, a computer that sleeps.',
        zh: '请检查网络：Wi-Fi 不稳、代理或防火墙切断长连接、电脑休眠。',
      },
      { raw: lastReason },
    )
  }
  if (state === 'online')
    return ok(sentences(online(lasts, recent), recent > 0 && lost(lastReason), told), { raw: lastReason || reason })
  if (state === 'connecting' && reason === undefined) {
    return unknown(
      { en: `Connecting; it began ${lasts.en}.`, zh: `正在连接（${lasts.zh}开始）。` },
      { en: 'Run this check again in half a minute.', zh: '请半分钟后重新检查。' },
    )
  }
  const states: Readonly<Record<AccountView['state'], Words>> = {
    offline: { en: 'Not connected.', zh: '未连接。' },
    connecting: { en: 'It can not connect yet.', zh: '尚未能连接。' },
    reconnecting: { en: 'The connection was lost, and Perch tries to make it again.', zh: '连接已断开，正在重连。' },
    failed: {
      en: 'The connection failed, and does not come back by itself soon.',
      zh: '连接失败，短时间内不会自动恢复。',
    },
    online: { en: 'Connected.', zh: '已连接。' },
  }
  const fix = code === undefined ? { en: hint ?? '', zh: hint ?? '' } : hintOf(new AppError(code, told))
  return failed(sentences(states[state], told), fix, {
    raw: [code, reason].filter(Boolean).join(': '),
    ...(code === 'lark-wrong-domain' && /^(feishu|lark)$/.test(domain) ? { action: 'switch-brand' } : {}),
  })
}

const lost = (reason: string): Words => ({
  en: `It was lost last because: ${reason}`,
  zh: `最近一次断开的原因：${reason}`,
})

const online = (since: Words, recent: number): Words =>
  recent === 0
    ? { en: `Connected; it came up ${since.en}.`, zh: `已连接（${since.zh}建立）。` }
    : {
        en: `Connected; it came up ${since.en}, and came back ${recent} times within the last hour.`,
        zh: `已连接（${since.zh}建立）；最近一小时重连 ${recent} 次。`,
      }
