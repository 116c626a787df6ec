import type { ReactNode } from 'react'
import type { AccountView } from '../../../main/contract/state.ts'
import { botLink } from '../../bot-link.ts'
import { useLanguage, useNow, useRead, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { duration } from '../../ui/duration.ts'
import { IdButton } from '../../ui/id-button.tsx'
import type { LineStep } from '../../ui/line.tsx'
import { shortId } from '../../ui/short-id.ts'
import { Time } from '../../ui/time.tsx'
import { platformName } from '../../words/platform.ts'
import { reasonIn } from '../../words/reasons.ts'
import { helloWords } from '../../words/setup-hello.ts'
import { setupWords } from '../../words/setup.ts'
import { progressOf, type Story } from './story.ts'
import type { Welcome } from './use-welcome.ts'

export type StationsProps = {
  readonly story: Story | undefined
  readonly account: AccountView
  readonly hasOwner: boolean
  readonly welcome: Welcome
}

/** The four stations of the first message, each with what is true of it now. */
export function useStations({ story, account, hasOwner, welcome }: StationsProps): readonly LineStep[] {
  const say = useWords(helloWords)
  const sayAll = useWords(setupWords)
  const language = useLanguage()
  const platform = platformName(account.domain, language)
  const progress = story?.fate === undefined ? 'held' : progressOf(story.fate)
  const isIn = story?.standing === 'owner' || story?.standing === 'allowed'
  const isWriting = isIn && progress === 'under-way'
  const isDone = progress === 'delivered'
  const isLost = (progress === 'failed' || progress === 'ended') && story !== undefined
  const none = { shape: 'offline', word: sayAll('isOpen') } as const
  const done = { shape: 'done', word: sayAll('isDone') } as const

  const arrival: LineStep = story
    ? {
        id: 'arrived',
        ...done,
        title: say('arrived'),
        detail: <Text story={story} account={account.id} />,
        time: <Time at={story.arrivedAt} form="clock" />,
      }
    : { id: 'arrived', shape: 'here', word: sayAll('isHere'), ...awaited(account, platform, say) }
  const person = story ? (
    <Person story={story} hasOwner={hasOwner} welcome={welcome} isIn={isIn} />
  ) : (
    say('mayWriteText')
  )
  const who = story && (story.name || shortId(story.openId))
  const entry: LineStep = {
    id: 'who',
    ...(isIn
      ? done
      : story?.standing === 'denied'
        ? { shape: 'end' as const, word: sayAll('isDone'), broken: true }
        : story
          ? { shape: 'attention' as const, word: sayAll('isHere') }
          : none),
    title: titleOfPerson(),
    detail: person,
  }
  const reading: LineStep = { id: 'who', shape: 'running', word: sayAll('isRunning'), title: say('readingWho') }
  const writing: LineStep = {
    id: 'writes',
    ...(isDone ? done : isLost ? lost() : isWriting ? { shape: 'running' as const, word: sayAll('isRunning') } : none),
    title: say('writes'),
    detail: writingDetail(),
  }
  const answer: LineStep = {
    id: 'inChat',
    ...(isDone ? done : none),
    title: say('inChat', { platform }),
    detail: say('inChatText'),
    ...(isDone && story && { time: <Time at={story.fateAt} form="clock" /> }),
  }
  return [arrival, story?.isKnown === false ? reading : entry, writing, answer]

  function titleOfPerson(): string {
    if (!story || who === undefined) return say('mayWrite')
    if (story.standing === 'owner') return say('isOwner', { name: who })
    if (story.standing === 'denied') return say('denied', { name: who })
    if (isIn) return say('isAllowed', { name: who })
    return hasOwner ? say('allowQuestion', { name: who }) : say('isThisYou')
  }
  function lost() {
    return progress === 'failed'
      ? { shape: 'failed' as const, word: sayAll('isFailed'), broken: true }
      : { shape: 'end' as const, word: say('notAnswered'), broken: true }
  }
  function writingDetail(): ReactNode {
    if (isDone) return say('written')
    if (isLost && story)
      return (
        <>
          {story.reason ? reasonIn(story.reason, language) : say('notAnswered')}{' '}
          <a href={story.messageId ? href('log', story.messageId) : href('log')}>{say('toLog')}</a>
        </>
      )
    return story?.writingSince !== undefined && isWriting ? <Since at={story.writingSince} /> : say('usually')
  }
}

function awaited(account: AccountView, platform: string, say: ReturnType<typeof useWords<typeof helloWords.entries>>) {
  const bot = accountName(account)
  const link = botLink(account)
  return {
    title: say('waitMessage', { bot, platform }),
    detail: (
      <>
        {say('waitMessageHow', { bot })}
        {link !== undefined && (
          <span className="live-actions">
            <ButtonLink kind="primary" href={link} external>
              {say('openBot', { platform })}
            </ButtonLink>
          </span>
        )}
      </>
    ),
  }
}

function Since({ at }: { readonly at: number }) {
  const say = useWords(helloWords)
  const language = useLanguage()
  const now = useNow()
  return say('writing', { time: duration(now - at, language) })
}

/** What they wrote, read from the store; the state holds no text. */
function Text({ story, account }: { readonly story: Story; readonly account: string }) {
  const say = useWords(helloWords)
  const { messageId = '', openId } = story
  const event = useRead('event.read', { account, messageId }, story.fate, messageId !== '')
  const waiting = useRead('person.waiting', { account, openId }, story.arrivedAt, messageId === '')
  const text = event.value?.text ?? waiting.value?.at(-1)?.text
  if (text !== undefined && text !== '') return <span className="bubble">{text}</span>
  return (event.failure ?? waiting.failure) ? say('arrivedNoText') : ''
}

type PersonProps = {
  readonly story: Story
  readonly hasOwner: boolean
  readonly welcome: Welcome
  readonly isIn: boolean
}

function Person({ story, hasOwner, welcome, isIn }: PersonProps) {
  const say = useWords(helloWords)
  const { openId, name, standing } = story
  const canOwn = !hasOwner && standing !== 'owner' && standing !== 'denied'
  return (
    <div className="live-person">
      <p className="live-who shown-copy">
        <Avatar id={openId} name={name} />
        {name !== '' && <span>{name}</span>}
        <IdButton id={openId} label={say('openId')} />
      </p>
      {standing === 'denied' && (
        <p>
          {say('deniedText')} <a href={href('people')}>{say('toPeople')}</a>
        </p>
      )}
      {canOwn && <p className="live-note">{say('isThisYouText')}</p>}
      {!canOwn && !isIn && standing !== 'denied' && <p className="live-note">{say('allowText')}</p>}
      {(canOwn || (!isIn && standing !== 'denied')) && (
        <p className="live-actions">
          {canOwn ? (
            <>
              <Button kind="primary" busy={welcome.busy} onClick={() => welcome.own(openId)}>
                {say('yesOwner')}
              </Button>
              {!isIn && (
                <Button busy={welcome.busy} onClick={() => welcome.allow(openId)}>
                  {say('noOther')}
                </Button>
              )}
            </>
          ) : (
            <>
              <Button busy={welcome.busy} onClick={() => welcome.deny(openId)}>
                {say('deny')}
              </Button>
              <Button kind="primary" busy={welcome.busy} onClick={() => welcome.allow(openId)}>
                {say('allow')}
              </Button>
            </>
          )}
        </p>
      )}
    </div>
  )
}
