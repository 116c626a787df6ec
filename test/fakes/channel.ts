import type { Arrival } from '../../main/contract/arrival.ts'
import { AppError } from '../../main/contract/errors.ts'
import type { CardWrite, Channel, ChannelSink, ChatMembers } from '../../main/chat/channel.ts'
import { Readable } from 'node:stream'
import type { Body, CardView, FoundMessage, IncomingMessage, Outgoing, Sent } from '../../main/chat/message.ts'
import type { Attachment, Download } from '../../main/chat/pieces.ts'

type Failure = { readonly code: ConstructorParameters<typeof AppError>[0]; readonly times: number }

/** A channel that remembers what it was asked, and fails where it is told to. Its messages are `{text, mention, kind, pieces, quotes}` as JSON. */
export class FakeChannel implements Channel {
  readonly account: string
  readonly sent: Outgoing[] = []
  readonly calls: string[] = []
  readonly cards = new Map<string, { view: CardView; open: boolean; sequences: number[] }>()
  readonly typing = new Map<string, string>()
  history: Sent | 'absent' | 'unknown' = 'absent'
  /** What `find` and `download` give, by message and by key. */
  readonly messages = new Map<string, readonly FoundMessage[]>()
  readonly files = new Map<string, Buffer>()
  sink: ChannelSink | undefined
  /** Who is in every group, if the platform tells. */
  group: ChatMembers | undefined
  #failures = new Map<string, Failure>()

  constructor(account = 'default') {
    this.account = account
  }

  fail(call: string, code: Failure['code'], times = Number.POSITIVE_INFINITY): void {
    this.#failures.set(call, { code, times })
  }

  start(sink: ChannelSink): void {
    this.sink = sink
  }

  stop(): Promise<void> {
    return Promise.resolve()
  }

  wake(): void {
    this.calls.push('wake')
  }

  read(arrival: Arrival): Promise<IncomingMessage> {
    const { text = '', mention = false, kind = 'text', ...more } = JSON.parse(arrival.raw)
    const fromSelf = arrival.senderId === 'ou_bot'
    const supported = kind === 'text' || more.pieces !== undefined
    return Promise.resolve({ arrival, kind, text, mentionsBot: mention, fromSelf, supported, ...more })
  }

  async find(messageId: string): Promise<readonly FoundMessage[] | undefined> {
    this.#enter('find')
    return this.messages.get(messageId)
  }

  async download({ key }: Attachment): Promise<Download> {
    this.#enter('download')
    const bytes = this.files.get(key)
    if (!bytes) throw new AppError('lark-bad-request', 'File not in msg.')
    return { content: Readable.from([bytes]), bytes: bytes.byteLength }
  }

  probe(): Promise<{ openId: string; name: string }> {
    return Promise.resolve({ openId: 'ou_bot', name: 'Bot' })
  }

  async send(outgoing: Outgoing): Promise<Sent> {
    this.#enter('send')
    // The platform answers a repeated uuid with the message it already has.
    const known = this.sent.findIndex(other => other.uuid === outgoing.uuid)
    if (known < 0) this.sent.push(outgoing)
    return { messageId: `om_${known < 0 ? this.sent.length - 1 : known}`, chatId: 'oc_chat' }
  }

  members(): Promise<ChatMembers | undefined> {
    return Promise.resolve(this.group)
  }

  findSent(): Promise<Sent | 'absent' | 'unknown'> {
    this.calls.push('findSent')
    return Promise.resolve(this.history)
  }

  bodies(markdown: string): readonly Body[] {
    const pieces = markdown.match(/[\s\S]{1,2000}/g) ?? []
    return pieces.map(text => ({ kind: 'markdown', text }))
  }

  async startTyping(messageId: string): Promise<string | undefined> {
    this.#enter('startTyping')
    this.typing.set(messageId, `sign-${messageId}`)
    return `sign-${messageId}`
  }

  async stopTyping(messageId: string): Promise<void> {
    this.#enter('stopTyping')
    this.typing.delete(messageId)
  }

  async markDone(): Promise<void> {
    this.#enter('markDone')
  }

  async createCard(view: CardView): Promise<string> {
    this.#enter('createCard')
    const id = `card-${this.cards.size}`
    this.cards.set(id, { view, open: true, sequences: [] })
    return id
  }

  async writeCard(cardId: string, part: 'answer' | 'steps', text: string, sequence: number): Promise<CardWrite> {
    this.#enter('writeCard')
    return this.#write(cardId, sequence, { [part]: text })
  }

  async reopenCard(cardId: string, view: CardView, sequence: number): Promise<CardWrite> {
    this.#enter('reopenCard')
    const card = this.cards.get(cardId)
    if (card) card.open = true
    return this.#write(cardId, sequence, view)
  }

  async finishCard(cardId: string, view: CardView, sequence: number): Promise<CardWrite> {
    this.#enter('finishCard')
    const outcome = this.#write(cardId, sequence, view)
    const card = this.cards.get(cardId)
    if (card) Object.assign(card, { open: false, view })
    return outcome
  }

  person(): Promise<undefined> {
    this.calls.push('person')
    return Promise.resolve(undefined)
  }

  chat(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  /** The texts of the messages, cards left out. */
  texts(): string[] {
    return this.sent.flatMap(({ body }) => (body.kind === 'markdown' || body.kind === 'text' ? [body.text] : []))
  }

  #write(cardId: string, sequence: number, change: Partial<CardView>): CardWrite {
    const card = this.cards.get(cardId)
    if (!card) return 'gone'
    card.sequences.push(sequence)
    card.view = { ...card.view, ...change }
    return 'written'
  }

  #enter(call: string): void {
    this.calls.push(call)
    const failure = this.#failures.get(call)
    if (!failure || failure.times <= 0) return
    this.#failures.set(call, { ...failure, times: failure.times - 1 })
    throw new AppError(failure.code, `${call} failed`)
  }
}
