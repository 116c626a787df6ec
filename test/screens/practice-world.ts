import type { Output } from '../../main/contract/calls.ts'
import { AppError } from '../../main/contract/errors.ts'
import type { WorldChat, WorldMessage, WorldPerson } from '../../renderer/screens/practice/world.ts'

type Input = Readonly<Record<string, unknown>>

export type FakeWorld = {
  readonly people: WorldPerson[]
  readonly chats: WorldChat[]
  readonly messages: WorldMessage[]
  readonly files: Map<string, { readonly name: string; readonly base64: string }>
  /** Every operation that was done, in order. */
  readonly done: { readonly operation: string; readonly input: Input }[]
  readonly answer: (input: { operation: string; input?: unknown }) => Output<'practice.do'>
  readonly add: (message: Partial<WorldMessage> & Pick<WorldMessage, 'chatId' | 'sender' | 'text'>) => WorldMessage
}

export const bot = { kind: 'bot', id: 'cli_practice', name: 'Perch' } as const

/** A pretend Feishu in a few arrays; `onChange` is called whenever a chat looks different. */
export function fakeWorld(onChange: () => void = () => {}): FakeWorld {
  let last = 0
  const world: FakeWorld = {
    people: [],
    chats: [],
    messages: [],
    files: new Map(),
    done: [],
    answer: ({ operation, input }) => {
      const given = (input ?? {}) as Input // the screen's own calls
      world.done.push({ operation, input: given })
      const run = operations[operation]
      if (!run) throw new AppError('bad-request', `The practice world has no operation ${operation}`)
      const answer = run(given)
      if (!['people', 'chats', 'look', 'file'].includes(operation)) onChange()
      return answer
    },
    add: message => {
      const whole = {
        messageId: `om_${String(++last).padStart(32, '0')}`,
        type: 'text',
        reactions: [],
        at: Date.now(),
        edits: 0,
        recalled: false,
        ...message,
      }
      world.messages.push(whole)
      onChange()
      return whole
    },
  }
  const personOf = (id: unknown) => world.people.find(({ openId }) => openId === id)
  const direct = (openId: string): WorldChat => {
    const known = world.chats.find(({ mode, members }) => mode === 'p2p' && members.includes(openId))
    if (known) return known
    const chat = {
      chatId: `oc_dm_${openId}`,
      title: 'Perch',
      mode: 'p2p',
      members: [openId],
      dissolved: false,
    } as const
    world.chats.push({ ...chat, members: [openId] })
    return world.chats.at(-1) as WorldChat // it was just put there
  }
  const change = (messageId: unknown, how: (message: WorldMessage) => WorldMessage): undefined => {
    const index = world.messages.findIndex(message => message.messageId === messageId)
    const message = world.messages[index]
    if (message) world.messages[index] = how(message)
  }
  const operations: Readonly<Record<string, (input: Input) => unknown>> = {
    people: () => world.people,
    chats: ({ person }) => world.chats.filter(({ members }) => members.includes(String(person))),
    look: ({ chat }) => world.messages.filter(({ chatId }) => chatId === chat),
    createPerson: ({ name }) => {
      const openId = `ou_${String(world.people.length + 1).padStart(32, 'a')}`
      world.people.push({ openId, name: String(name), kind: 'user' })
      return world.people.at(-1)
    },
    createGroup: ({ name, members }) => {
      const chatId = `oc_group_${world.chats.length}`
      world.chats.push({ chatId, title: String(name), mode: 'group', members: members as string[], dissolved: false })
      return world.chats.at(-1)
    },
    say: input => {
      const sender = personOf(input['person'])
      if (!sender) throw new AppError('not-found', 'No such person')
      const chatId = typeof input['chat'] === 'string' ? input['chat'] : direct(sender.openId).chatId
      const file = (input['file'] ?? input['image']) as { name: string; base64: string } | undefined
      const type = (['sticker', 'forward', 'image', 'file'] as const).find(one => input[one] !== undefined) ?? 'text'
      if (file) world.files.set(`key_${file.name}`, file)
      const text =
        type !== 'text'
          ? `[${type}${file ? `: ${file.name}` : ''}]`
          : `${input['mentionBot'] === true ? '@Perch ' : ''}${String(input['text'])}`
      const upper = world.messages.find(({ messageId }) => messageId === input['replyTo'])
      return world.add({
        chatId,
        sender: { kind: 'person', id: sender.openId, name: sender.name },
        text,
        type,
        ...(file && {
          file: {
            key: `key_${file.name}`,
            name: file.name,
            bytes: atob(file.base64).length,
            kind: type === 'image' ? ('image' as const) : ('file' as const),
          },
        }),
        ...(upper && { quoted: { messageId: upper.messageId, text: upper.text } }),
        ...(input['thread'] === true && { threadId: 'omt_1' }),
      })
    },
    press: () => ({ kind: 'done', eventId: 'e', toast: { type: 'info', content: 'Noted.' }, cardReplaced: false }),
    file: ({ key }) => ({ ...world.files.get(String(key)), kind: 'file' }),
    react: ({ person, messageId, emoji }) => {
      const who = personOf(person)
      const by = [{ kind: 'person' as const, id: String(person), name: who?.name ?? '' }]
      change(messageId, message => ({ ...message, reactions: [...message.reactions, { emoji: String(emoji), by }] }))
      return { reactionId: 'r1' }
    },
    unreact: ({ messageId, emoji }) =>
      change(messageId, message => ({ ...message, reactions: message.reactions.filter(one => one.emoji !== emoji) })),
    edit: ({ messageId, text }) =>
      change(messageId, message => ({ ...message, text: String(text), edits: message.edits + 1 })),
    recall: ({ messageId }) => change(messageId, message => ({ ...message, recalled: true, text: '' })),
    cutConnections: () => ({ connections: 1 }),
    freezeConnections: () => ({ connections: 1 }),
    thawConnections: () => ({ connections: 1 }),
    setNetwork: () => undefined,
    revokeTokens: () => undefined,
    clearFaults: () => undefined,
  }
  return world
}
