import { AppError } from '../../contract/errors.ts'
import type { App, Chat, Message, Person } from '../model.ts'
import type { Platform } from '../platform.ts'

/** Finds what an operation names, or says what is missing. */
export function personOf({ world }: Platform, openId: string): Person {
  return world.people.get(openId) ?? missing('person', openId)
}

export function chatOf({ world }: Platform, chatId: string): Chat {
  return world.chats.get(chatId) ?? missing('chat', chatId)
}

export function messageOf({ world }: Platform, messageId: string): Message {
  return world.messages.get(messageId) ?? missing('message', messageId)
}

/** The named app; without a name the first one. */
export function appOf({ world }: Platform, appId?: string): App {
  const [first] = world.apps.values()
  const found = appId === undefined ? first : world.apps.get(appId)
  return found ?? missing('app', appId ?? 'any')
}

/** The apps whose bots are in a chat. */
export const appsIn = ({ world }: Platform, chat: Chat): readonly App[] =>
  [...chat.bots].flatMap(appId => world.apps.get(appId) ?? [])

function missing(kind: string, id: string): never {
  throw new AppError('not-found', `The practice world has no such ${kind}: ${id}`)
}
