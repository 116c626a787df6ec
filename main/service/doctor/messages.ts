import { failed, hintOf, ok, sentences, unknown, type Finding } from '../../base/finding.ts'
import { AppError } from '../../contract/errors.ts'
import type { QuotaView } from '../../contract/state.ts'
import type { Words } from '../../contract/words.ts'
import { ago } from './ago.ts'
import type { AccountContext } from './context.ts'

export function checkLastMessage({ traffic, ports }: AccountContext): Promise<Finding> {
  const { lastMessage } = traffic()
  if (!lastMessage)
    return Promise.resolve(unknown({ en: 'No message has been seen yet.', zh: '还没有收到过消息。' }, seeArrival))
  const { fate, reason } = lastMessage
  const when = ago(ports.now() - lastMessage.at)
  const detail = {
    en: `The last message came ${when.en}: ${fate}. ${reason}`.trim(),
    zh: `最近一条消息（${when.zh}）：${fate}。${reason}`,
  }
  if (fate === 'failed') {
    return Promise.resolve(
      failed(
        detail,
        {
          en: 'See the checks of the model and of sent replies; the Log shows the whole story.',
          zh: '请查看模型与回复相关检查；日志中有完整过程。',
        },
        { raw: reason },
      ),
    )
  }
  const isShut = ['pending-pairing', 'not-allowed', 'disabled'].includes(fate)
  return Promise.resolve(ok(detail, isShut ? { fix: letIn, action: 'open-people' } : {}))
}

const seeArrival: Words = { en: 'See "Events arrive".', zh: '请看“事件到达”。' }

const letIn: Words = {
  en: 'If this person should be answered, allow them under People.',
  zh: '若应回答此人，请在「联系人」中允许。',
}

export function checkReplies({ traffic, ports }: AccountContext): Promise<Finding> {
  const { lastSent, failedSends } = traffic()
  const [newest] = failedSends
  if (newest && newest.at >= (lastSent ?? 0)) {
    const when = ago(ports.now() - newest.at)
    return Promise.resolve(
      failed(
        {
          en: `The last reply could not be sent (${when.en}): ${newest.detail}`,
          zh: `最近一次回复（${when.zh}）发送失败：${newest.detail}`,
        },
        {
          en: 'See the checks of permissions, of the App Secret and of the way to the platform. Error 230013 is about the availability range of the app, 99991403 about the monthly quota.',
          zh: '请查看权限、App Secret 与网络检查。错误 230013 与应用可用范围有关，99991403 与每月额度有关。',
        },
        { raw: failedSends.map(({ detail }) => detail).join('\n') },
      ),
    )
  }
  if (lastSent === undefined) {
    return Promise.resolve(
      unknown(
        { en: 'No reply was sent yet.', zh: '还没有发送过回复。' },
        {
          en: 'Write to the bot as somebody who is allowed: it answers.',
          zh: '请以已获允许的身份给机器人发消息，它会回答。',
        },
      ),
    )
  }
  const when = ago(ports.now() - lastSent)
  return Promise.resolve(
    ok(
      sentences(
        { en: `The last reply was sent ${when.en}.`, zh: `最近一次回复在${when.zh}发出。` },
        failedSends.length > 0 && {
          en: `Before that ${failedSends.length} failed.`,
          zh: `此前有 ${failedSends.length} 次失败。`,
        },
      ),
      { raw: failedSends.map(({ detail }) => detail).join('\n') },
    ),
  )
}

export async function checkQuota({ ports, account, asking }: AccountContext, signal: AbortSignal): Promise<Finding> {
  const said = await (await asking()).bot(signal)
  const refused = 'error' in said && said.error.code === 'lark-quota-used-up' ? said.error : undefined
  return judgeQuota(await ports.quota(account.id), account.config.quota.unmetered, refused)
}

/** `refused`: the platform itself says now that the calls are used up. Exported for its table of decisions. */
export function judgeQuota(
  { calls, limit, month, saving = false }: QuotaView,
  unmetered: boolean,
  refused: AppError | undefined,
): Finding {
  const used = {
    en: `By its own count Perch made ${calls} of ${limit} calls in ${month}.`,
    zh: `按 Perch 自己的计数，${month} 已用 ${calls} / ${limit} 次。`,
  }
  if (refused) return failed(sentences(usedUp, used), hintOf(refused), { raw: refused.message })
  if (saving && (unmetered || calls < limit * SAVES_FROM)) return failed(sentences(usedUpLately, used), usedUpHint)
  if (unmetered || calls < limit) return ok(!unmetered && calls >= limit * 0.7 ? sentences(used, soonOver) : used)
  return failed(
    sentences({ en: 'By its own count Perch has used the quota up.', zh: '按 Perch 自己的计数，额度已用完。' }, used),
    {
      en: 'If your plan allows more, set "quota.limit" to it. Else calls fail with 99991403 until next month.',
      zh: '若套餐额度更高，请修改 "quota.limit"；否则下月之前调用会失败（99991403）。',
    },
    { action: 'open-settings' },
  )
}

/** The part of its own limit from which Perch saves calls unasked; before that only a refusal makes it do so. */
const SAVES_FROM = 0.95
const usedUpLately: Words = {
  en: 'Within the last hour the platform refused a call because those of this month are used up (99991403).',
  zh: '最近一小时内，平台因本月额度已用完而拒绝了调用（99991403）。',
}
const usedUpHint = hintOf(new AppError('lark-quota-used-up', ''))

const usedUp: Words = {
  en: 'The platform refuses calls: those of this month are used up (99991403). Programs other than Perch count too.',
  zh: '平台拒绝调用：本月额度已用完（99991403）。其他程序的调用也计入额度。',
}
const soonOver: Words = { en: 'More than 70 % are used.', zh: '已超过 70%。' }
