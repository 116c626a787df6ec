import type { ScreenLanguage } from './translator.ts'

/** Lines of the log as they are written, in English, and their Chinese. A line that is not here stays as it is. */
const chinese: Readonly<Record<string, string>> = {
  // the connection
  'connection connecting': '正在连接',
  'connection online': '已连接',
  'connection reconnecting': '正在重连',
  'connection failed': '连接失败',
  'connection offline': '连接已断开',
  'could not connect': '未能连接',
  'connecting failed inside Perch': 'Perch 内部出错，未能连接',
  'the connection ended': '连接中断',
  'an account could not start': '账号未能启动',
  'the SDK lost an event': 'SDK 丢失了一个事件',
  'a scan did not succeed': '扫码未成功',
  // messages on their way
  'a stranger could not be told their code': '未能把配对码告诉新来的人',
  'a message could not be handled': '一条消息未能处理',
  'the fate of a message could not be stored': '一条消息的结果未能保存',
  'a withdrawn message could not be given up': '一条已撤回的消息未能停止处理',
  'stored messages are taken up again': '继续处理已保存的消息',
  'what waited could not be taken up': '之前等待的消息未能继续处理',
  'a turn could not be stored': '一次对话未能保存',
  'a turn failed': '一次回复失败',
  'turn failed': '一次回复失败',
  'model chosen': '已选用模型',
  'model not ready': '模型还不能用',
  'token usage could not be stored': 'token 用量未能保存',
  'an answer waits for the platform': '一条回复在等待平台',
  'a message was perhaps sent before the last stop and is not repeated': '一条消息可能在上次停止前已发出，不再重发',
  'refused, sending it another way': '平台拒绝了这种形式，改用另一种发送',
  'card refused, closing it with plain text': '卡片被拒绝，改用纯文本收尾',
  'an answer was refused, and so was the sentence about it': '回复被平台拒绝，说明也未能发送',
  'a card is still open': '一张卡片还没有收尾',
  'a card could not be finished; the answer follows as a message': '一张卡片未能收尾，回复改为消息发送',
  'no sign on the message': '未能在消息上显示表情',
  'a reaction could not be kept': '一个表情回复未能保存',
  'the cards of a message could not be looked up': '未能查到一条消息的卡片',
  'an answer can only be shown at its end': '一条回复只能在写完后显示',
  'a press of a button failed': '按钮点击处理失败',
  'no name': '没有查到姓名',
  // files
  'a received file did not arrive': '一个收到的文件未能下载',
  'a received file could not be read': '一个收到的文件未能读取',
  'a file of an earlier run could not be sent': '上次运行留下的文件未能发送',
  'a voice message was not understood': '一条语音消息未能识别',
  'old received files were removed': '已清理旧的接收文件',
  // settings and this computer
  'config.json is broken': 'config.json 有误',
  'config.json can not be followed': '无法跟踪 config.json 的改动',
  'a change could not be applied': '一项改动未能生效',
  'secrets were moved from config.json into the secret store': '密钥已从 config.json 移入密钥库',
  'the quota could not be read': '未能读取调用额度',
  'a check of the doctor broke': '一项诊断检查出错',
  'the database was copied before its migration': '数据库升级前已备份',
  'a window was kept from leaving the screens': '已阻止窗口离开 Perch 的页面',
  'a request was refused': '拒绝了一个请求',
  'a link was refused': '拒绝了一个连接',
  'a window that does not read was dropped': '断开了一个不再读取的窗口',
  'Perch ends because of a fault of its own': 'Perch 因自身错误退出',
}

/** The lines that read otherwise in Chinese. */
export const translatedLines: readonly string[] = Object.keys(chinese)

/** A line of the log in the reader's language. */
export const lineIn = (message: string, language: ScreenLanguage): string =>
  (language === 'en' ? undefined : chinese[message]) ?? message
