import type { Words } from '../../contract/words.ts'
import { wantedEvents, wantedScopes } from '../../lark/wanted.ts'

export type AdminFacts = {
  /** The bot's name, '' when it is not known. */
  readonly name: string
  /** '' as long as there is no app. */
  readonly appId: string
  /** Who runs the model and is sent the text; `undefined` for a model on this computer. */
  readonly receiver: Words | 'nobody-yet' | undefined
  /** Where to approve; '' when the console is not known. */
  readonly link: string
  /** It may read every message of the groups it is in. */
  readonly readsGroups: boolean
  /** People are answered whom nobody allowed. */
  readonly isOpen: boolean
}

/** A text for the administrator who must approve the app: what it asks for and why, where messages go, who sees what. */
export function adminText(facts: AdminFacts): Words {
  return { en: english(facts), zh: chinese(facts) }
}

const asked = wantedScopes.filter(({ need }) => need !== 'may')
const subscribed = wantedEvents.filter(({ need }) => need !== 'may')

/** Before there is an App ID, the text asks for the app itself. */
const englishApp = (name: string, appId: string): string =>
  appId === '' ? 'a new app in our organisation' : `the app ${name === '' ? '' : `"${name}" `}(App ID ${appId})`
const chineseApp = (name: string, appId: string): string =>
  appId === '' ? '在企业中新建一个应用' : `应用${name === '' ? '' : `“${name}”`}（App ID：${appId}）`

/** Where the text of messages goes, as one sentence. */
function flow(receiver: AdminFacts['receiver']): Words {
  if (receiver === undefined)
    return {
      en: 'The model that writes the answers runs on my computer; the text of messages does not leave it.',
      zh: '生成回答的模型运行在我的电脑上，消息内容不会离开这台电脑。',
    }
  if (receiver === 'nobody-yet')
    return {
      en: 'To write an answer, the text of the conversation is sent to a model provider. I have not chosen it yet.',
      zh: '生成回答时，对话内容会发送给模型服务商，我还没有选定。',
    }
  return {
    en: `To write an answer, the text of the conversation is sent to the model provider I chose: ${receiver.en}.`,
    zh: `生成回答时，对话内容会发送给我选择的模型服务商：${receiver.zh}。`,
  }
}

const english = ({ name, appId, receiver, link, readsGroups, isOpen }: AdminFacts): string => `Hello,

please approve ${englishApp(name, appId)}. It lets me use Perch, an AI agent that runs on my own computer and answers on Feishu/Lark.
${link === '' ? '' : `\nTo approve it: ${link}\n`}
Permissions it asks for (as the app itself, never as a user):
${asked.map(({ name: scope, why }) => `- ${scope}: ${why.en}`).join('\n')}

Events and callbacks, received by long connection (no public address, no inbound port):
${subscribed.map(({ name: event, why }) => `- ${event}: ${why.en}`).join('\n')}

Where messages go:
- They are read and stored on my computer only; there is no server of the maker in between.
- ${flow(receiver).en}
- The App Secret stays on my computer, in its secret store and never in the settings file.

Who sees what:
- The bot sees only private messages written to it, and ${readsGroups ? 'the messages of groups it was added to' : 'group messages that mention it'}. It can not read other chats.
- ${isOpen ? 'It is set to answer people of our organisation whom I did not allow one by one, too.' : 'Only people I allow get an answer. Strangers are held until I decide.'}
- I can see the conversations with the bot on my computer. Other users see only their own chats.
- Taking the app away, or its permissions, ends all of this at once.
`

const chinese = ({ name, appId, receiver, link, readsGroups, isOpen }: AdminFacts): string => `您好，

请审批${chineseApp(name, appId)}。我用它连接 Perch：一个运行在我自己电脑上、在飞书/Lark 中回答问题的 AI 智能体。
${link === '' ? '' : `\n审批入口：${link}\n`}
申请的权限（均为应用身份，不涉及用户身份）：
${asked.map(({ name: scope, why }) => `- ${scope}：${why.zh}`).join('\n')}

订阅的事件与回调（长连接接收，无需公网地址和入站端口）：
${subscribed.map(({ name: event, why }) => `- ${event}：${why.zh}`).join('\n')}

消息去向：
- 消息只在我的电脑上读取和保存，中间没有开发方的服务器。
- ${flow(receiver).zh}
- App Secret 只保存在我电脑的密钥库中，不写入设置文件。

谁能看到什么：
- 机器人只能收到发给它的单聊消息和${readsGroups ? '所在群的消息' : '群里 @ 它的消息'}，无法读取其他会话。
- ${isOpen ? '按当前设置，企业内未经我逐一允许的人也会得到回答。' : '只有我允许的人会得到回答，陌生人的消息会先等待我决定。'}
- 我可以在自己的电脑上看到与机器人的对话，其他用户只能看到自己的会话。
- 移除应用或收回权限后，以上全部立即停止。
`
