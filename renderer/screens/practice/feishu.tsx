import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { useWords } from '../../hooks.ts'
import { Empty, ErrorBlock } from '../../ui/messages.tsx'
import { practiceWords } from '../../words/practice.ts'
import { Composer } from './composer.tsx'
import { contentOf, type Aim, type Draft } from './drafts.ts'
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

/** A chat of the pretend Feishu and the line to write in, as one of its people sees them. */
export function Feishu({ me, chat, messages, chosen, onChoose, act }: FeishuProps) {
  const say = useWords(practiceWords)
  const [aim, setAim] = useState<Aim>()
  const [told, setTold] = useState<string>()
  useEffect(() => setAim(undefined), [me.openId, chat?.chatId])
  const actions = useMessageActions(me, act, { choose: onChoose, aim: setAim, tell: setTold })
  const place = useEnd(messages)
  const send = async (draft: Draft) => {
    if (aim?.kind === 'edit' && draft.kind === 'text') return change(aim.message.messageId, draft.text)
    const place = { person: me.openId, ...(chat && { chat: chat.chatId }) }
    const sent = await act('say', { ...place, ...contentOf(draft), ...replyInput(aim) }, Said)
    if (!sent) return false
    setAim(undefined)
    onChoose(sent.value.messageId)
    return true
  }
  const change = async (messageId: string, text: string) => {
    const isChanged = (await act('edit', { messageId, text }, z.unknown())) !== undefined
    if (isChanged) setAim(undefined)
    return isChanged
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
        aim={aim}
        messages={messages}
        onDrop={() => setAim(undefined)}
        onSend={send}
      />
    </>
  )
}

const replyInput = (aim: Aim | undefined) =>
  aim?.kind === 'reply' ? { replyTo: aim.message.messageId, ...(aim.inThread && { thread: true }) } : {}

type Ways = {
  readonly choose: (messageId: string) => void
  readonly aim: (aim: Aim) => void
  readonly tell: (text: string | undefined) => void
}

function useMessageActions(me: WorldPerson, act: Act['act'], { choose, aim, tell }: Ways): MessageActions {
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
      reply: (message, inThread) => aim({ kind: 'reply', message, inThread }),
      edit: message => aim({ kind: 'edit', message }),
      react: (message, emoji) => void act(...signInput(me, message, emoji), z.unknown()),
      withdraw: messageId => void act('recall', { messageId }, z.unknown()),
    }),
    [choose, press, aim, act, me],
  )
}

/** The same sign again takes it away. */
function signInput({ openId }: WorldPerson, { messageId, reactions }: WorldMessage, emoji: string) {
  const isThere = reactions.some(sign => sign.emoji === emoji && sign.by.some(({ id }) => id === openId))
  return [isThere ? 'unreact' : 'react', { person: openId, messageId, emoji }] as const
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
