import type { EventView, LogRow } from '../../../main/contract/views.ts'
import { useApp, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { accountName } from '../../ui/account-state.ts'
import { IdButton } from '../../ui/id-button.tsx'
import { detailWords } from '../../words/log-detail.ts'
import { Fact } from './fact.tsx'
import { Fields } from './fields.tsx'
import type { Names } from './names.ts'
import { sessionAddress } from '../conversations/session.ts'

export type FactsProps = { readonly row: LogRow; readonly event: EventView | undefined; readonly names: Names }

/** Who, where, and the words themselves; every ID copies itself. */
export function Facts({ row, event, names }: FactsProps) {
  const say = useWords(detailWords)
  const accounts = useApp(state => state.accounts)
  const openId = event?.senderId ?? row.senderId
  const chatId = event?.chatId ?? row.chatId
  const account = row.account === undefined ? undefined : accounts[row.account]
  const name = event?.senderName || names.person(row.account, openId)
  const chat = names.chat(row.account, chatId)
  return (
    <dl className="log-facts shown-copy">
      {openId !== undefined && (
        <Fact name={say('sender')}>
          {name !== undefined && <span>{name} </span>}
          <IdButton id={openId} label={say('openId')} />
        </Fact>
      )}
      {chatId !== undefined && (
        <Fact name={say('chat')}>
          {chat !== undefined && <span>{chat} </span>}
          <IdButton id={chatId} label={say('chatId')} />
        </Fact>
      )}
      {row.messageId !== undefined && (
        <Fact name={say('message')}>
          <IdButton id={row.messageId} label={say('messageId')} />
        </Fact>
      )}
      {row.eventId !== undefined && (
        <Fact name={say('event')}>
          <IdButton id={row.eventId} label={say('eventId')} />
        </Fact>
      )}
      {account && Object.keys(accounts).length > 1 && <Fact name={say('account')}>{accountName(account)}</Fact>}
      {event && <Fact name={say('text')}>{event.text || <span className="secondary">{say('noText')}</span>}</Fact>}
      {event?.answers.map(answer => (
        <Fact key={answer.messageId} name={say('answer')}>
          {answer.text}
        </Fact>
      ))}
      {event && row.account !== undefined && chatId !== undefined && (
        <Fact name="">
          <a href={href('conversations', sessionAddress(row.account, chatId))}>{say('openChat')}</a>
        </Fact>
      )}
      {row.fate === undefined && <Fields fields={row.fields} />}
    </dl>
  )
}
