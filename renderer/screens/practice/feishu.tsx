import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { useWords } from '../../hooks.ts'
import { Empty, ErrorBlock } from '../../ui/messages.tsx'
import { practiceWords } from '../../words/practice.ts'
import { Composer, type Draft } from './composer.tsx'
import { Message, type MessageActions } from './message.tsx'
import type { Act } from './use-world.ts'
import { Pressed, Said, type WorldChat, type WorldMessage, type WorldPerson } from './world.ts'

export type FeishuProps = {
  readonly me: WorldPerson
  /** Without one: the direct chat, which the first message opens. */
  readonly chat: WorldChat | undefined
  readonly messages: readonly WorldMessage[]
  readonly chosen: string | undefined
  readonly onChoose: (messageId: string) => void
  readonly act: Act['act']
}

type Answering = { readonly message: WorldMessage; readonly inThread: boolean }

/** A chat of the pretend Feishu and the line to write in, as one of its people sees them. */
export function Feishu({ me, chat, messages, chosen, onChoose, act }: FeishuProps) {
  const say = useWords(practiceWords)
  const [answering, setAnswering] = useState<Answering>()
  const [told, setTold] = useState<string>()
  useEffect(() => setAnswering(undefined), [me.openId, chat?.chatId])
  const actions = useMessageActions(me, act, { choose: onChoose, answer: setAnswering, tell: setTold })
  const place = useEnd(messages)
  const send = async (draft: Draft) => {
    const sent = await act('say', { ...sayInput(me, chat, draft), ...replyInput(answering) }, Said)
    if (!sent) return false
    setAnswering(undefined)
    onChoose(sent.value.messageId)
    return true
  }
  return (
    <>
      <div ref={place} className="feishu-messages" role="region" tabIndex={0} aria-label={say('messages')}>
        {messages.length === 0 && <Empty title={say('quietTitle')}>{say('quietText', { who: me.name })}</Empty>}
        {messages.map(message => (
          <Message
            key={message.messageId}
            message={message}
            me={me.openId}
            isChosen={message.messageId === chosen}
            actions={actions}
          />
        ))}
      </div>
      {told !== undefined && (
        <p className="feishu-toast small" role="status">
          {told}
        </p>
      )}
      <Composer
        who={me.name}
        isGroup={chat !== undefined && chat.mode !== 'p2p'}
        answering={answering}
        onDrop={() => setAnswering(undefined)}
        onSend={send}
      />
    </>
  )
}

function sayInput(me: WorldPerson, chat: WorldChat | undefined, draft: Draft) {
  const place = { person: me.openId, ...(chat && { chat: chat.chatId }) }
  if (draft.kind === 'file') return { ...place, file: { name: draft.name, base64: draft.base64 } }
  return { ...place, text: draft.text, mentionBot: draft.mentionBot }
}

const replyInput = (answering: Answering | undefined) =>
  answering && { replyTo: answering.message.messageId, ...(answering.inThread && { thread: true }) }

type Ways = {
  readonly choose: (messageId: string) => void
  readonly answer: (answering: Answering) => void
  readonly tell: (text: string | undefined) => void
}

function useMessageActions(me: WorldPerson, act: Act['act'], { choose, answer, tell }: Ways): MessageActions {
  const say = useWords(practiceWords)
  const press = useCallback(
    async (messageId: string, index: number) => {
      tell(undefined)
      const pressed = await act('press', { person: me.openId, messageId, control: { index } }, Pressed)
      if (pressed?.value.kind === 'error') {
        const { code, message } = pressed.value
        tell(say('pressError', { code, message }))
      } else tell(pressed?.value.toast?.content)
    },
    [act, me.openId, say, tell],
  )
  return useMemo(
    () => ({
      choose,
      press: (messageId, index) => void press(messageId, index),
      reply: (message, inThread) => answer({ message, inThread }),
      react: messageId => void act('react', { person: me.openId, messageId, emoji: 'THUMBSUP' }, z.unknown()),
      withdraw: messageId => void act('recall', { messageId }, z.unknown()),
    }),
    [choose, press, answer, act, me.openId],
  )
}

/** Stays at the newest message while the reader is there, also while a card grows. */
function useEnd(messages: readonly WorldMessage[]) {
  const place = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    const body = place.current
    if (!body) return undefined
    if (isAtEnd.current) body.scrollTop = body.scrollHeight
    const keep = () => {
      isAtEnd.current = body.scrollHeight - body.clientHeight - body.scrollTop < 60
    }
    body.addEventListener('scroll', keep, { passive: true })
    return () => body.removeEventListener('scroll', keep)
  }, [messages])
  return place
}

/** Why the last thing could not be done. */
export function Refusal({ failure }: { readonly failure: Act['failure'] }) {
  const say = useWords(practiceWords)
  return failure ? <ErrorBlock title={say('refused')} error={failure} /> : null
}
