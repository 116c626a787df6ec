import { failed, saysOf, sentences, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import type { HistoryItem, Said } from './asking.ts'
import { rawOf } from './refusals.ts'

/** What is known here of one chat, to compare the platform's history with. */
export type KnownChat = {
  /** Messages that this Perch sent, and messages that it received. */
  readonly sent: ReadonlySet<string>
  readonly received: ReadonlySet<string>
  /** Nothing before this moment, and nothing after that one, can be judged (milliseconds since 1970). */
  readonly from: number
  readonly until: number
  /** Since when events can come; before it, what people wrote could not arrive. `Infinity` without a connection. */
  readonly connectedFrom: number
}

export type Evidence = { readonly foreignReplies: number; readonly missed: number }

/** Replies of this bot that this Perch did not send, and messages of people that never arrived here. */
export function compare(history: readonly HistoryItem[], chat: KnownChat, appId: string): Evidence {
  const judged = history.filter(
    item => !item.deleted && item.create_time >= chat.from && item.create_time <= chat.until,
  )
  const isOwn = (item: HistoryItem) => item.sender.sender_type === 'app' && item.sender.id === appId
  return {
    foreignReplies: judged.filter(item => isOwn(item) && !chat.sent.has(item.message_id)).length,
    missed: judged.filter(
      item =>
        item.sender.sender_type === 'user' &&
        item.create_time >= chat.connectedFrom &&
        !chat.received.has(item.message_id),
    ).length,
  }
}

const stopOthers: Words = {
  en: 'Stop other programs that use this App ID, on other computers too. If you can not find them, reset the App Secret in the console: then only who has the new one connects.',
  zh: '请停掉使用同一 App ID 的其他程序（包括其他电脑上的）。找不到时可在后台重置 App Secret，之后只有持有新密钥的程序能连接。',
}

const sendFive: Words = {
  en: 'Send the bot five messages one after another. If some of them never appear in the Log, another program with the same App ID takes them: the platform gives each event to one connection only.',
  zh: '连续给机器人发五条消息。若有消息始终不出现在日志中，说明有使用同一 App ID 的其他程序取走了它们：平台只把每个事件发给一个连接。',
}

/** Whether another program serves the same bot. What is found is evidence, never proof; nothing found proves nothing. */
export function judgeOthers({
  duplicates,
  evidence,
  link,
}: {
  readonly duplicates: number
  readonly evidence: Said<Evidence> | undefined
  readonly link: string | undefined
}): Finding {
  const found = evidence && 'value' in evidence ? evidence.value : { foreignReplies: 0, missed: 0 }
  const twice: Words | undefined =
    duplicates > 0
      ? {
          en: `In the last day ${duplicates} events came more than once; Perch answered each once.`,
          zh: `过去一天有 ${duplicates} 个事件重复到达，Perch 都只回答了一次。`,
        }
      : undefined
  if (found.foreignReplies + found.missed > 0) {
    return failed(
      sentences(
        found.foreignReplies > 0 && foreign(found.foreignReplies),
        found.missed > 0 && missed(found.missed),
        twice,
        notCertain,
      ),
      stopOthers,
      { link, test: sendFive },
    )
  }
  const notRead: Words | undefined =
    evidence && 'error' in evidence
      ? {
          en: `The history could not be read: ${saysOf(evidence.error).en}`,
          zh: `无法读取历史消息：${saysOf(evidence.error).zh}`,
        }
      : undefined
  return unknown(sentences(noSign, twice, notRead), sendFive, {
    link,
    raw: evidence && 'error' in evidence ? rawOf(evidence.error) : undefined,
  })
}

const noSign: Words = {
  en: 'Nothing points to another program on this bot; one on another computer can not be seen from here.',
  zh: '没有迹象表明有其他程序在使用这个机器人；但其他电脑上的程序无法从本机看到。',
}
const notCertain: Words = {
  en: 'Another program may use the same App ID, or the subscription to events was changed. This is evidence, not certainty: messages from before a reinstallation look the same.',
  zh: '可能有其他程序在使用同一 App ID，或事件订阅被更改。这只是线索而非定论：重装之前的消息看起来也是如此。',
}
const foreign = (count: number): Words => ({
  en: `The chat holds ${count} messages of this bot that this Perch did not send.`,
  zh: `会话中有 ${count} 条该机器人的消息不是由这个 Perch 发出的。`,
})
const missed = (count: number): Words => ({
  en: `${count} messages that people wrote in that chat while Perch was connected never arrived here.`,
  zh: `Perch 在线期间，该会话中有 ${count} 条用户消息没有到达这里。`,
})
