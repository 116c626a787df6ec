import { failed, ok, sentences, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import { ago } from './ago.ts'
import type { AccountContext } from './context.ts'

const hello: Words = {
  en: 'Send "hello" to the bot in a direct message. If it appears in the Log, events work. If it does not: under Events & Callbacks long connection is not chosen, "Message received" is not added, the version with them is not published, or another program takes the event; the checks above tell what is known of each.',
  zh: '请私聊机器人发送 “hello”。若出现在日志中，说明事件正常；若没有：可能是「事件与回调」未选长连接、未添加「接收消息」、含这些设置的版本未发布，或被其他程序取走；上面的检查说明了各项已知情况。',
}

export function checkArrival({ traffic, ports, links, view }: AccountContext): Promise<Finding> {
  const { lastEvent } = traffic()
  if (lastEvent) {
    const when = ago(ports.now() - lastEvent.at)
    return Promise.resolve(
      ok({
        en: `The last event (${lastEvent.kind}) came ${when.en}.`,
        zh: `最近的事件（${lastEvent.kind}）在${when.zh}到达。`,
      }),
    )
  }
  const connected = view()?.state === 'online'
  return Promise.resolve(
    unknown(
      connected
        ? {
            en: 'Connected, but no event has ever arrived. A bot that nobody wrote to looks the same.',
            zh: '已连接，但从未收到事件；还没有人给机器人发消息时也是如此。',
          }
        : { en: 'No event has ever arrived.', zh: '从未收到事件。' },
      hello,
      { link: links.events },
    ),
  )
}

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

export async function checkQuota({ ports, account }: AccountContext): Promise<Finding> {
  const { calls, limit, month } = await ports.quota(account.id)
  const used = { en: `${calls} of ${limit} calls in ${month}.`, zh: `${month} 已用 ${calls} / ${limit} 次。` }
  if (account.config.quota.unmetered || calls < limit)
    return ok(calls >= limit * 0.7 ? sentences(used, soonOver) : used)
  return failed(
    sentences({ en: 'By its own meter Perch has used the quota up.', zh: '按 Perch 自己的计数，额度已用完。' }, used),
    {
      en: 'If your plan allows more, set "quota.limit" to it. Else calls fail with 99991403 until next month.',
      zh: '若套餐额度更高，请修改 "quota.limit"；否则下月之前调用会失败（99991403）。',
    },
    { action: 'open-settings' },
  )
}

const soonOver: Words = { en: 'More than 70 % are used.', zh: '已超过 70%。' }
