import { languageOf, type Language, type Words } from '../contract/words.ts'

export type Spoken = {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly text: string
  readonly results: readonly { readonly tool: string; readonly failed: boolean; readonly text: string }[]
}

type Call = { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
export type Plan = { readonly reasoning: string; readonly text: string; readonly calls: readonly Call[] }

const words = {
  greeting: {
    en: 'I am the **practice model**, not a real one: I recognise a few words and make up the rest. You wrote: ',
    zh: '我是**练习模型**，不是真正的模型：我只认识几个词，其余都是预先写好的。你写的是：',
  },
  offer: {
    en: 'Things to try:\n\n- "What time is it?" uses a tool\n- "List the files"\n- "Read notes.md"\n- "Search for \\"milk\\""\n- "Write something long" streams a long answer\n- "Think about it" shows reasoning',
    zh: '可以试试：\n\n- 「现在几点？」会使用工具\n- 「列出文件」\n- 「读 notes.md」\n- 「搜索“牛奶”」\n- 「写一段长的」会流式输出长回答\n- 「想一想」会显示思考过程',
  },
  found: {
    en: 'This is the practice model, not a real one. Here is what my tools gave me:',
    zh: '我是练习模型，不是真正的模型。工具的结果如下：',
  },
  failed: { en: 'did not work', zh: '没有成功' },
  thinking: {
    en: 'A practice model has nothing to think about, but this is what thinking looks like.',
    zh: '练习模型其实没有什么可想的，这里只是演示思考过程的样子。',
  },
  longTitle: { en: 'A long answer for practice', zh: '练习用的长回答' },
  longIntro: {
    en: 'I am the practice model, not a real one. This text only shows how a long answer arrives.',
    zh: '我是练习模型，不是真正的模型。这段文字只用来演示长回答是怎样送达的。',
  },
  longPart: {
    en: 'The words mean nothing in particular. What matters is that each of them arrives, in order and only once, however often the card is written again.\n\n- first point\n- second point with `code`\n\n| column | value |\n|---|---|\n| one | 1 |\n| two | 2 |',
    zh: '这些文字没有特别的含义。重要的是每个字都按顺序送达，而且只出现一次，无论卡片更新了多少次。\n\n- 第一点\n- 第二点，带有 `代码`\n\n| 项目 | 值 |\n|---|---|\n| 一 | 1 |\n| 二 | 2 |',
  },
  part: { en: 'Part', zh: '部分' },
} satisfies Record<string, Words>

const LONG_PARTS = 20
const MOST_SHOWN = 2000
const MOST_QUOTED = 300
const FENCE = '````'

const quoted = /["“”「『'‘]([^"“”「」『』'‘’]+)["“”」』'’]/u
const fileName = /[\p{L}\p{N}_\-./]+\.[A-Za-z0-9]{1,8}\b/u

/** What a message asks for, in the order in which it is looked at. */
const wishes: readonly {
  readonly tool: string
  readonly asks: RegExp
  input(text: string): Call['input'] | undefined
}[] = [
  {
    tool: 'search_text',
    asks: /\b(search|grep|find)\b|搜|查找/iu,
    input: text => {
      const query = quoted.exec(text)?.[1] ?? /(?:search(?: for)?|grep|find|搜索|搜一下|查找)\s*(\S+)/iu.exec(text)?.[1]
      return query === undefined ? undefined : { query }
    },
  },
  {
    tool: 'read_file',
    asks: /\b(read|open|show)\b|读|打开|查看/iu,
    input: text => {
      const path = quoted.exec(text)?.[1] ?? fileName.exec(text)?.[0]
      return path === undefined ? undefined : { path }
    },
  },
  { tool: 'list_files', asks: /\b(files?|list|folder|directory)\b|文件|目录/iu, input: () => ({ path: '.' }) },
  { tool: 'current_time', asks: /\b(time|clock|date|today|day)\b|几点|时间|日期|今天|几号|星期/iu, input: () => ({}) },
]

/** What the practice model does next: call a tool that was asked for, tell what tools found, or say something. */
export function planReply(conversation: readonly Spoken[], tools: readonly string[]): Plan {
  const asked = conversation.findLastIndex(spoken => spoken.role === 'user')
  const text = conversation[asked]?.text ?? ''
  const language = languageOf(text)
  const results = conversation.slice(asked + 1).flatMap(spoken => spoken.results)
  if (results.length > 0) return say(tellResults(results, language))
  const reasoning = /\b(think|reason)|想一想|思考/iu.test(text) ? words.thinking[language] : ''
  const calls = findCalls(text, tools)
  if (calls.length > 0) return { reasoning, text: '', calls }
  return say(/\blong\b|长/iu.test(text) ? longAnswer(language) : greet(text, language), reasoning)
}

const say = (text: string, reasoning = ''): Plan => ({ reasoning, text, calls: [] })

/** The first wish about files wins; the time can be asked beside it. */
function findCalls(text: string, tools: readonly string[]): Call[] {
  const possible = wishes.flatMap(wish => {
    const input = tools.includes(wish.tool) && wish.asks.test(text) ? wish.input(text) : undefined
    return input === undefined ? [] : [{ tool: wish.tool, input }]
  })
  const file = possible.find(call => call.tool !== 'current_time')
  return possible.filter(call => call === file || call.tool === 'current_time')
}

const greet = (text: string, language: Language) =>
  `${words.greeting[language]}\n\n> ${text.slice(0, MOST_QUOTED).replaceAll('\n', '\n> ')}\n\n${words.offer[language]}`

function tellResults(results: Spoken['results'], language: Language): string {
  const shown = results.map(({ tool, failed, text }) => {
    const title = failed ? `\`${tool}\` ${words.failed[language]}` : `\`${tool}\``
    return `${title}\n\n${FENCE}\n${text.slice(0, MOST_SHOWN)}\n${FENCE}`
  })
  return [words.found[language], ...shown].join('\n\n')
}

function longAnswer(language: Language): string {
  const parts = Array.from(
    { length: LONG_PARTS },
    (_, index) => `## ${words.part[language]} ${index + 1}\n\n${words.longPart[language]}`,
  )
  return [`# ${words.longTitle[language]}`, words.longIntro[language], ...parts].join('\n\n')
}
