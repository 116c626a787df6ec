import type { Language, Words } from '../contract/words.ts'
import type { Entry } from './answer.ts'
import { words } from './words.ts'

/** What a command may do; everything it needs from the rest of the chat. */
export type CommandPorts = {
  /** Ends the running turn of this session if `entry` may; resolves when it has ended. */
  readonly stop: (entry: Entry) => Promise<'stopped' | 'nothing' | 'refused'>
  readonly renew: (entry: Entry) => Promise<void>
  readonly status: (language: Language) => string
}

type Command = {
  readonly name: string
  readonly help: Words
  readonly run: (entry: Entry, ports: CommandPorts) => Promise<string>
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
    name: 'whoami',
    help: { en: 'your Open ID and the ID of this chat', zh: '你的 Open ID 与本会话 ID' },
    run: entry => Promise.resolve(whoamiText(entry)),
  },
]

/** Only these exact words: "stop using axios" is a message, not an order. */
const stopWords = new Set(['stop', '停', '停止'])

/** The command that a text calls, if it is one and nothing else. */
export function commandOf(text: string): Command | undefined {
  const plain = text.trim().toLowerCase()
  const name = stopWords.has(plain) ? 'stop' : /^\/([a-z]+)$/.exec(plain)?.[1]
  return commands.find(command => command.name === name)
}

const helpText = (language: Language): string =>
  commands.map(command => `\`/${command.name}\` — ${command.help[language]}`).join('\n')

function whoamiText(entry: Entry): string {
  const { senderId, chatId } = entry.item.arrival
  const role = { en: 'role', zh: '角色' }[entry.language]
  return `Open ID: \`${senderId}\`\nChat ID: \`${chatId}\`\n${role}: ${entry.role}`
}
