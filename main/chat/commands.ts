import type { Language, Words } from '../contract/words.ts'
import type { Entry } from './answer.ts'
import { words } from './words.ts'

/** What a command may do; everything it needs from the rest of the chat. */
export type CommandPorts = {
  /** Ends the running turn of this session if `entry` may; resolves when it has ended. */
  readonly stop: (entry: Entry) => Promise<'stopped' | 'nothing' | 'refused'>
  readonly renew: (entry: Entry) => Promise<void>
  readonly status: (language: Language) => string
  /** Runs every check, and says what failed first. Only for owners. */
  readonly doctor: (language: Language) => Promise<string>
  /** Allows whoever holds this pairing code; gives what to say. Only for owners. */
  readonly pair: (entry: Entry, code: string) => Promise<string>
}

export type Command = {
  readonly name: string
  readonly help: Words
  /** What follows the name, where the command takes something. */
  readonly takes?: string
  /** It may take many seconds: meanwhile its chat goes on. */
  readonly isSlow?: true
  readonly run: (entry: Entry, ports: CommandPorts, argument: string) => Promise<string>
}

const say = (text: Words, entry: Entry): string => text[entry.language]

async function stop(entry: Entry, ports: CommandPorts): Promise<string> {
  const outcomes = { stopped: words.stopped, nothing: words.nothingToStop, refused: words.notYoursToStop }
  return say(outcomes[await ports.stop(entry)], entry)
}

/** Every command of the chat: one row adds one. None of them waits in a queue. */
export const commands: readonly Command[] = [
  {
    name: 'help',
    help: { en: 'what I understand', zh: '查看可用命令' },
    run: entry => Promise.resolve(helpText(entry.language)),
  },
  {
    name: 'new',
    help: { en: 'start a new conversation', zh: '开始新对话' },
    run: async (entry, ports) => {
      await ports.renew(entry)
      return say(words.fresh, entry)
    },
  },
  { name: 'stop', help: { en: 'stop what I am doing', zh: '停止当前任务' }, run: stop },
  {
    name: 'status',
    help: { en: 'connection, model and queue', zh: '连接、模型与队列状态' },
    run: (entry, ports) => Promise.resolve(ports.status(entry.language)),
  },
  {
    name: 'pair',
    takes: 'CODE',
    help: { en: 'let the person with this code in (owners only)', zh: '允许持有该配对码的人（仅所有者）' },
    run: (entry, ports, code) => ports.pair(entry, code),
  },
  {
    name: 'doctor',
    isSlow: true,
    help: { en: 'check everything, and say what is wrong (owners only)', zh: '全面检查并指出问题（仅所有者）' },
    run: (entry, ports) =>
      // What is wrong with this computer is for its owner alone, and not where others read along.
      entry.role === 'owner' && entry.item.arrival.chatType === 'p2p'
        ? ports.doctor(entry.language)
        : Promise.resolve(say(words.onlyOwner, entry)),
  },
  {
    name: 'whoami',
    help: { en: 'your Open ID and the ID of this chat', zh: '你的 Open ID 与本会话 ID' },
    run: entry => Promise.resolve(whoamiText(entry)),
  },
]

/** Only these exact words: "stop using axios" is a message, not an order. */
const stopWords = new Set(['stop', '停', '停止'])

export type Called = { readonly command: Command; readonly argument: string }

/** The command that a text calls, if it is one and nothing else. */
export function commandOf(text: string): Called | undefined {
  const plain = text.trim()
  if (stopWords.has(plain.toLowerCase())) return called('stop', '')
  const [, name = '', argument = ''] = /^\/([a-z]+)(?:\s+(\S+))?$/i.exec(plain) ?? []
  return called(name.toLowerCase(), argument)
}

/** A command that takes something is none without it, and the other way round. */
function called(name: string, argument: string): Called | undefined {
  const command = commands.find(known => known.name === name)
  return command && (command.takes !== undefined) === (argument !== '') ? { command, argument } : undefined
}

const helpText = (language: Language): string =>
  commands
    .map(({ name, takes, help }) => `\`/${[name, takes].filter(Boolean).join(' ')}\` — ${help[language]}`)
    .join('\n')

function whoamiText(entry: Entry): string {
  const { senderId, chatId } = entry.item.arrival
  const role = { en: 'role', zh: '角色' }[entry.language]
  return `Open ID: \`${senderId}\`\nChat ID: \`${chatId}\`\n${role}: ${entry.role}`
}
