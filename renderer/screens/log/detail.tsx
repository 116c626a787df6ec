import { Copy, X } from 'lucide-react'
import { useState } from 'react'
import type { Fate } from '../../../main/contract/fates.ts'
import type { EventView, LogRow } from '../../../main/contract/views.ts'
import { useApp, useLanguage, useRead, useWords } from '../../hooks.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { hanSpacedAround } from '../../ui/han-space.ts'
import { exactly } from '../../ui/moments.ts'
import { Waiting } from '../../ui/messages.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { detailWords } from '../../words/log-detail.ts'
import { logWords } from '../../words/log.ts'
import { reasonIn } from '../../words/reasons.ts'
import { asText } from './export.ts'
import { Facts } from './facts.tsx'
import type { Names } from './names.ts'
import { remediesOf } from './remedies.ts'
import { Remedies } from './remedy.tsx'
import { sentenceOf } from './sentence.ts'
import { isAnswered } from './stations.ts'
import { Way } from './way.tsx'

export type DetailProps = { readonly row: LogRow; readonly names: Names; readonly onClose: () => void }

/** Everything about one row; for a message also its way, its text, and what would change its fate. */
export function Detail({ row, names, onClose }: DetailProps) {
  const say = useWords(detailWords)
  const sayLog = useWords(logWords)
  const language = useLanguage()
  const { copied, copy } = useCopy()
  const isMessage = row.messageId !== undefined && row.account !== undefined && row.fate !== undefined
  const title = !isMessage
    ? sentenceOf(row, names, sayLog, language)
    : say(isAnswered(row.fate) ? 'whatHappened' : 'whyNot')
  return (
    <section className="log-detail" aria-label={say('panel')} tabIndex={-1}>
      <header className="log-detail-head">
        <h2>{title}</h2>
        <Button kind="quiet" icon={Copy} onClick={() => copy(asText(row))}>
          {copied === 'yes' ? sayLog('copied') : copied === 'no' ? sayLog('notCopied') : say('copy')}
        </Button>
        <IconButton icon={X} label={say('close')} onClick={onClose} />
      </header>
      {isMessage ? (
        <MessageDetail row={row} account={row.account} messageId={row.messageId} names={names} />
      ) : (
        <PlainDetail row={row} names={names} />
      )}
    </section>
  )
}

function PlainDetail({ row, names }: { readonly row: LogRow; readonly names: Names }) {
  const language = useLanguage()
  return (
    <div className="log-detail-body log-detail-plain">
      <div className="log-detail-text">
        <p className="secondary numbers">{exactly(row.at, language)}</p>
        {row.reason !== undefined && <p>{reasonIn(row.reason, language)}</p>}
      </div>
      <Facts row={row} event={undefined} names={names} />
    </div>
  )
}

type MessageProps = {
  readonly row: LogRow
  readonly account: string
  readonly messageId: string
  readonly names: Names
}

function MessageDetail({ row, account, messageId, names }: MessageProps) {
  const say = useWords(detailWords)
  const configRevision = useApp(state => state.configRevision)
  const latest = useApp(state => state.recent.findLast(fate => fate.messageId === messageId)?.at ?? 0)
  const event = useRead('event.read', { account, messageId }, `${configRevision} ${latest}`)
  const { fate = row.fate, reason = row.reason ?? '' } = event.value ?? {}
  const chatId = event.value?.chatId ?? row.chatId ?? ''
  const chatType = event.value?.chatType ?? (names.group(account, chatId) ? 'group' : 'p2p')
  const chat = names.chat(account, chatId)
  return (
    <>
      <Way
        fate={fate}
        chatType={chatType}
        chat={chat}
        createdAt={event.value?.createdAt ?? row.at}
        receivedAt={event.value?.receivedAt ?? 0}
      />
      <div className="log-detail-body">
        <div className="log-detail-text">
          <Explanation row={{ ...row, ...(fate && { fate }), reason }} chat={chat ?? chatId} names={names} />
          <Remedy event={event.value} row={row} account={account} chatId={chatId} chatType={chatType} names={names} />
          {event.failure && <p className="secondary">{`${say('unread')}: ${event.failure.message}`}</p>}
          {!event.value && event.busy && <Reading />}
        </div>
        <Facts row={row} event={event.value} names={names} />
      </div>
    </>
  )
}

function Reading() {
  const say = useWords(detailWords)
  const [since] = useState(Date.now)
  return <Waiting what={say('reading')} since={since} />
}

type ExplanationProps = { readonly row: LogRow; readonly chat: string; readonly names: Names }

/** Why, in words; what Perch itself noted follows where it says more. */
function Explanation({ row, chat, names }: ExplanationProps) {
  const say = useWords(detailWords)
  const sayLog = useWords(logWords)
  const language = useLanguage()
  const { fate } = row
  const reason = reasonIn(row.reason ?? '', language)
  if (fate === undefined) return null
  const who = names.who(row.account, row.senderId) ?? sayLog('someone')
  const key = fate === 'failed' ? 'failedFate' : fate
  // each sentence fills the holes it has
  const text = hanSpacedAround(say(key as 'not-mentioned', { who, chat, reason } as { chat: string }), who)
  const isSaid = reason === '' || !tellsMore.has(fate)
  return (
    <>
      <p>{text}</p>
      {!isSaid && <p className="secondary small">{`${say('says')}: ${reason}`}</p>}
    </>
  )
}

/** Fates whose noted reason says more than our sentence. */
const tellsMore: ReadonlySet<Fate> = new Set([
  'answered',
  'pending-pairing',
  'not-allowed',
  'disabled',
  'duplicate',
  'skipped',
  'stale',
  'unsupported',
  'expired',
])

type RemedyProps = {
  readonly event: EventView | undefined
  readonly row: LogRow
  readonly account: string
  readonly chatId: string
  readonly chatType: 'p2p' | 'group'
  readonly names: Names
}

function Remedy({ event, row, account, chatId, chatType, names }: RemedyProps) {
  const isPaused = useApp(state => state.paused)
  const isModelReady = useApp(state => state.llm.ready)
  const openId = event?.senderId ?? row.senderId ?? ''
  const remedies = remediesOf({
    fate: event?.fate ?? row.fate,
    chatType,
    standing: names.standing(account, openId),
    group: names.group(account, chatId),
    isPaused,
    isModelReady,
  })
  return <Remedies remedies={remedies} account={account} openId={openId} chatId={chatId} />
}
