import type { AppError, ErrorCode } from '../contract/errors.ts'
import type { Language, Words } from '../contract/words.ts'

/** Everything Perch itself says in a chat. */
export const words = {
  thinking: { en: 'Working on it…', zh: '正在处理…' },
  stopped: { en: 'Stopped.', zh: '已停止。' },
  nothingToStop: { en: 'Nothing is running here.', zh: '当前没有正在进行的任务。' },
  notYoursToStop: { en: 'Only the person who asked, or an owner, can stop this.', zh: '只有提问者或所有者可以停止。' },
  stop: { en: 'Stop', zh: '停止' },
  stopping: { en: 'Stopping…', zh: '正在停止…' },
  alreadyOver: { en: 'This is over already, there is nothing to stop.', zh: '该任务已结束，无需停止。' },
  oldButton: {
    en: 'This button no longer does anything. Send /help to see what I understand.',
    zh: '该按钮已失效。发送 /help 查看可用命令。',
  },
  pressNoted: { en: 'I am on it; this takes a moment.', zh: '已收到，正在处理，请稍候。' },
  pressFailed: { en: 'That did not work. Please try again.', zh: '操作未成功，请再试一次。' },
  doneSilently: { en: 'Done.', zh: '已完成。' },
  fresh: {
    en: 'New conversation. I no longer look at what was said before.',
    zh: '已开始新对话，之前的内容不再参考。',
  },
  owned: {
    en: 'You are the owner of this bot now. I answer you from here on, and ask you when somebody else wants in. /help lists what I understand.',
    zh: '你现在是这个机器人的所有者。之后我会回答你的消息，有其他人想使用时也会询问你。发送 /help 查看可用命令。',
  },
  onlyOwner: { en: 'Only an owner can do this, in a direct message.', zh: '只有所有者可以在私聊中执行此操作。' },
  paired: { en: 'Allowed `{openId}`. Their message is answered now.', zh: '已允许 `{openId}`，正在回复对方的消息。' },
  codeUnknown: {
    en: 'Nobody waits under this code. Codes last one hour; ask the person to write again.',
    zh: '没有人在等待这个配对码。配对码一小时后失效，请对方重新发消息。',
  },
  greeting: {
    en: 'Yes? Write what you need; /help lists the commands.',
    zh: '在的，请说说需要什么；发送 /help 查看命令。',
  },
  unsupported: {
    en: 'I could not make sense of this message. Could you send it again, or write it?',
    zh: '我没能读懂这条消息，可以重新发送一次，或用文字告诉我吗？',
  },
  stepLimit: {
    en: 'I stopped after the largest number of steps for one turn. Write "continue" to go on.',
    zh: '已达到单轮步数上限，我先停在这里。发送“继续”可以接着做。',
  },
  cutShort: {
    en: 'The answer reached its length limit. Write "continue" to go on.',
    zh: '回答已达到长度上限，发送“继续”可以接着写。',
  },
} as const satisfies Record<string, Words>

/** Fills `{name}` places. */
const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)

const pairing: Words = {
  en: 'Hello. I don’t know you yet, so your message waits.\n\nYour code: **{code}** (valid for one hour)\nYour Open ID: `{openId}`\n\nGive the code or the ID to the owner of this bot. Once you are allowed, I answer your message by myself.',
  zh: '你好，我还不认识你，所以你的消息正在等待。\n\n配对码：**{code}**（一小时内有效）\n你的 Open ID：`{openId}`\n\n请把配对码或 Open ID 发给机器人的所有者。通过后我会自动回复你的消息。',
}

export const pairingText = (language: Language, code: string, openId: string): string =>
  fill(pairing[language], { code, openId })

const failures: Partial<Record<ErrorCode, Words>> = {
  'model-key-missing': {
    en: '{message}. The owner of this bot can set it in Perch, then please write again.',
    zh: '{message}（未设置模型密钥）。请机器人的所有者在 Perch 中设置后，再发一次消息。',
  },
  'model-key-refused': {
    en: 'The model provider refused the key. The owner of this bot has to set a new one.',
    zh: '模型服务商拒绝了密钥，请机器人的所有者重新设置。',
  },
  'model-no-credit': {
    en: 'The account at the model provider is out of credit. The owner of this bot has to top it up.',
    zh: '模型服务商账户余额不足，请机器人的所有者充值。',
  },
  'model-not-chosen': {
    en: 'No model is chosen yet. The owner of this bot has to choose one in Perch; then please write again.',
    zh: '尚未选择模型。请机器人的所有者在 Perch 中选好后，再发一次消息。',
  },
  'model-unknown': {
    en: 'The model provider does not know the chosen model. The owner of this bot has to choose another.',
    zh: '模型服务商没有所选的模型，请机器人的所有者更换。',
  },
  'model-unreachable': {
    en: 'I could not reach the model just now. Please try again in a minute.',
    zh: '暂时无法连接模型，请过一分钟再试。',
  },
  'model-rate-limited': {
    en: 'The model is busy right now. Please try again in a minute.',
    zh: '模型正忙，请过一分钟再试。',
  },
  'model-context-too-long': {
    en: 'This conversation has become too long for the model. Send /new to begin a fresh one, then ask again.',
    zh: '这段对话对模型来说太长了。请发送 /new 开始新对话，然后再问一次。',
  },
  'model-proxy': {
    en: 'A proxy kept me from reaching the model. The owner of this bot has to look at the proxy settings.',
    zh: '代理阻止了我访问模型，请机器人的所有者检查代理设置。',
  },
  'model-certificate': {
    en: 'The connection to the model is not trusted here. The owner of this bot has to look at the certificates.',
    zh: '与模型之间的连接证书不受信任，请机器人的所有者检查证书设置。',
  },
  'model-region': {
    en: 'The model provider does not serve this region. The owner of this bot has to choose another.',
    zh: '模型服务商不支持当前地区，请机器人的所有者更换。',
  },
  'model-no-tools': {
    en: 'The chosen model can’t use tools. The owner of this bot has to choose another.',
    zh: '所选模型不支持工具调用，请机器人的所有者更换。',
  },
  'model-empty': {
    en: 'The model gave no answer. Please ask again, perhaps in other words.',
    zh: '模型没有给出回答，请换个说法再问一次。',
  },
  'lark-content-refused': {
    en: 'I have an answer, but the platform refused to carry its content. Please ask in other words.',
    zh: '回复已写好，但平台拒绝发送其中的内容，请换个说法再问一次。',
  },
  'lark-bad-request': {
    en: 'I have an answer, but the platform did not accept its form. Please ask for it shorter or in other words.',
    zh: '回复已写好，但平台没有接受它的格式，请让我写短一些或换个说法再问。',
  },
  'secret-host-changed': {
    en: 'The model address changed, and the owner of this bot has to set its key again.',
    zh: '模型地址已变更，请机器人的所有者重新设置密钥。',
  },
}

const otherwise: Words = {
  en: 'Something went wrong on my side. Please try again; if it stays, tell the owner of this bot to look into the log.',
  zh: '我这边出了点问题，请再试一次；若仍不行，请让机器人的所有者查看日志。',
}

/** One sentence for the sender: what went wrong and what to do. Only our own words; a provider's text stays in the log. */
export const failureText = (error: AppError, language: Language): string =>
  fill((failures[error.code] ?? otherwise)[language], { message: error.message })
