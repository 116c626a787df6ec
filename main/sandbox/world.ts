import { Emitter } from '../base/emitter.ts'
import { foreignOpenId, newId } from './identifiers.ts'
import type { App, Chat, Message, Person } from './model.ts'
import { createFileStore, type FileStore } from './file-store.ts'
import { Refusal } from './refusal.ts'

/** How many messages one chat keeps; older ones vanish. */
const messagesKept = 2_000

/** What a watcher is told: which chat looks different now. */
export type WorldChange = { readonly chatId: string }

/** The people, chats and messages of the practice platform. */
export class World {
  readonly apps = new Map<string, App>()
  readonly people = new Map<string, Person>()
  readonly chats = new Map<string, Chat>()
  readonly messages = new Map<string, Message>()
  readonly changes = new Emitter<WorldChange>()
  readonly files: FileStore = createFileStore()
  readonly #timelines = new Map<string, Message[]>()
  readonly #foreign = new Map<string, Person>()

  /** The messages of a chat, oldest first. */
  timeline(chatId: string): readonly Message[] {
    return this.#timelines.get(chatId) ?? []
  }

  /** Parts of a merged forward belong to no timeline. */
  addMessage(message: Message): void {
    this.messages.set(message.messageId, message)
    if (message.upperMessageId !== undefined) return
    const timeline = this.#timelines.get(message.chatId) ?? []
    this.#timelines.set(message.chatId, timeline)
    const place = timeline.findLastIndex(other => other.createdAt <= message.createdAt) + 1
    timeline.splice(place, 0, message)
    if (timeline.length > messagesKept) this.#forget(timeline)
    this.touch(message.chatId)
  }

  #forget(timeline: Message[]): void {
    const [oldest] = timeline.splice(0, 1)
    if (!oldest) return
    for (const part of this.partsOf(oldest.messageId)) this.messages.delete(part.messageId)
    this.messages.delete(oldest.messageId)
  }

  /** All that a merged forward holds, forwards inside it included; each part names the one directly above it. */
  partsOf(messageId: string): readonly Message[] {
    const inside = new Set([messageId])
    return [...this.messages.values()].filter(
      part => part.upperMessageId !== undefined && inside.has(part.upperMessageId) && inside.add(part.messageId),
    )
  }

  touch(chatId: string): void {
    this.changes.emit({ chatId })
  }

  /** The open ID by which this app knows the person: the first app sees the person's own, others another. */
  openIdFor(app: App, person: Person): string {
    return this.#isFirst(app) ? person.openId : foreignOpenId(app.appId, person.openId)
  }

  /** Refuses with 99992351 (unknown) or 99992361 (the open ID belongs to another app). */
  personByOpenId(app: App, openId: string): Person {
    const found = this.#isFirst(app) ? this.people.get(openId) : this.#foreign.get(`${app.appId}/${openId}`)
    if (found) return found
    if (this.people.has(openId) || [...this.#foreign.keys()].some(key => key.endsWith(`/${openId}`))) {
      throw new Refusal(99992361, 'open_id cross app')
    }
    throw new Refusal(99992351, `The request you send is not a valid {open_id} or not exists, example value:${openId}`)
  }

  addPerson(person: Person): void {
    this.people.set(person.openId, person)
    for (const app of this.apps.values()) this.#learn(app, person)
  }

  addApp(app: App): void {
    this.apps.set(app.appId, app)
    for (const person of this.people.values()) this.#learn(app, person)
  }

  #learn(app: App, person: Person): void {
    if (!this.#isFirst(app)) this.#foreign.set(`${app.appId}/${foreignOpenId(app.appId, person.openId)}`, person)
  }

  #isFirst(app: App): boolean {
    return this.apps.keys().next().value === app.appId
  }

  /** The direct chat of a person with a bot; made on first use, as the platform does. */
  directChat(person: Person, app: App, now: number): Chat {
    for (const chat of this.chats.values()) {
      if (chat.mode === 'p2p' && chat.members.has(person.openId) && chat.bots.has(app.appId)) return chat
    }
    const chat: Chat = {
      chatId: newId.chatId(),
      mode: 'p2p',
      tenantKey: app.tenantKey,
      createdAt: now,
      name: '',
      ownerId: undefined,
      external: person.tenantKey !== app.tenantKey,
      dissolved: false,
      postingAllowed: true,
      members: new Set([person.openId]),
      bots: new Set([app.appId]),
    }
    this.addChat(chat)
    return chat
  }

  addChat(chat: Chat): void {
    this.chats.set(chat.chatId, chat)
    this.touch(chat.chatId)
  }
}
