import { sentences } from '../../base/finding.ts'
import type { GuideStep } from '../../contract/setup.ts'
import type { ConnectionStatus } from '../../contract/state.ts'
import type { Words } from '../../contract/words.ts'
import type { ApplicationAnswer, BotAnswer, Said } from '../../lark/checkup/asking.ts'
import { judgeBot, judgePublished } from '../../lark/checkup/console.ts'
import { judgeToken } from '../../lark/checkup/credentials.ts'
import { judgeCardCallback, judgeSubscription } from '../../lark/checkup/subscription.ts'
import type { ConsolePage } from '../../lark/console-links.ts'
import { PlatformError } from '../../lark/failures.ts'
import { askedScopes, type WantedScope } from '../../lark/wanted.ts'

/** What Perch has seen itself; `undefined` is what it could not find out. */
export type GuideFacts = {
  readonly link: (page: ConsolePage) => string | undefined
  readonly grantLink: string
  readonly token: Said<true> | undefined
  readonly bot: Said<BotAnswer> | undefined
  readonly missing: readonly WantedScope[] | undefined
  /** What the app says of itself; it tells more than some platforms do. */
  readonly application: Said<ApplicationAnswer> | undefined
  readonly connection: Pick<ConnectionStatus, 'state' | 'reason' | 'says' | 'hint'> | undefined
  readonly seen: { readonly event: boolean; readonly press: boolean; readonly sent: boolean }
  readonly hasOwner: boolean
}

export type Judged = Pick<GuideStep, 'tick' | 'detail'>
const done = (detail: Words): Judged => ({ tick: 'done', detail })
const open = (detail: Words): Judged => ({ tick: 'open', detail })
const failed = (detail: Words): Judged => ({ tick: 'failed', detail })
const unknown = (detail: Words): Judged => ({ tick: 'unknown', detail })

const noSecret: Words = { en: 'Paste App ID and App Secret first.', zh: '请先粘贴 App ID 和 App Secret。' }
const notTaken: Words = {
  en: 'Perch can look at this as soon as the platform has taken App ID and App Secret.',
  zh: '平台接受 App ID 和 App Secret 之后，Perch 才能查看这一项。',
}
const messageArrived: Words = { en: 'A message has arrived.', zh: '已收到消息。' }
const sayHello: Words = {
  en: 'Only a message that arrives proves it: write to the bot in Feishu or Lark.',
  zh: '只有收到消息才能确认：请在飞书或 Lark 中给机器人发一条消息。',
}

const appKnown: Words = { en: 'The platform knows the app.', zh: '平台已识别该应用。' }

const pasteAgain: Words = {
  en: 'Copy App ID and App Secret again and paste both into Perch.',
  zh: '请重新复制 App ID 和 App Secret，粘贴到 Perch。',
}

const isTaken = (token: Said<true> | undefined): boolean => token !== undefined && 'value' in token

/** Nobody refused the credentials: the platform could not be asked, or said something else. */
const isUnheard = (token: Said<true> | undefined): boolean =>
  token !== undefined &&
  'error' in token &&
  token.error.code !== 'lark-bad-secret' &&
  !(token.error instanceof PlatformError && token.error.platformCode !== undefined)

export function judgeApp({ token, seen }: GuideFacts): Judged {
  if (isTaken(token)) return done(appKnown)
  if (token && seen.event) return unknown(notTaken)
  if (isUnheard(token)) return unknown({ en: 'The platform could not be asked.', zh: '暂时无法向平台核实。' })
  return open({ en: 'Perch has not met the app yet.', zh: 'Perch 还没有连上应用。' })
}

/** What the network did says nothing against the credentials. */
export function judgeCredentials({ token }: GuideFacts): Judged {
  if (!token) return open(noSecret)
  const found = judged(judgeToken(token, undefined, pasteAgain))
  return isUnheard(token) ? unknown(found.detail) : found
}

export const judgeTheBot = ({ bot, token }: GuideFacts): Judged =>
  bot && isTaken(token) ? judged(judgeBot(bot, undefined)) : unknown(token ? notTaken : noSecret)

/** What the console says now wins over what once arrived. */
export function judgeEvents({ seen, application }: GuideFacts): Judged {
  const told = application && judgeSubscription(application, false, undefined)
  if (told?.verdict === 'failed') return judged(told)
  if (seen.event) return done(messageArrived)
  return told === undefined || told.verdict === 'unknown' ? open(sayHello) : judged(told)
}

export function judgePress({ seen, application }: GuideFacts): Judged {
  const told = application && judgeCardCallback(application, undefined, undefined)
  if (told?.verdict === 'failed') return judged(told)
  if (seen.press) return done({ en: 'A button was pressed, and Perch heard it.', zh: '按钮点击已送达 Perch。' })
  if (told !== undefined && told.verdict !== 'unknown') return judged(told)
  return open({
    en: 'Only a pressed button proves it: press one on a card of the bot.',
    zh: '只有点击按钮才能确认：请点一次机器人卡片上的按钮。',
  })
}

export const judgeHello = ({ seen }: GuideFacts): Judged =>
  seen.event ? done(messageArrived) : open({ en: 'No message has arrived yet.', zh: '还没有收到消息。' })

export const judgeOwner = ({ hasOwner }: GuideFacts): Judged =>
  hasOwner
    ? done({ en: 'The bot has an owner.', zh: '机器人已有所有者。' })
    : open({ en: 'Nobody owns it yet.', zh: '还没有所有者。' })

export const judgeReply = ({ seen }: GuideFacts): Judged =>
  seen.sent
    ? done({ en: 'An answer was sent.', zh: '已发出回答。' })
    : open({ en: 'No answer was sent yet.', zh: '还没有发出回答。' })

/** A verdict of the doctor as a tick. */
const judged = ({ verdict, detail, fix }: ReturnType<typeof judgeToken>): Judged => {
  const tick = verdict === 'ok' ? 'done' : verdict
  return { tick, detail: verdict === 'ok' ? detail : sentences(detail, fix) }
}

export function judgePermissions({ missing, token }: GuideFacts): Judged {
  if (!missing)
    return isTaken(token)
      ? unknown({ en: 'The platform did not list the permissions.', zh: '平台没有列出权限。' })
      : unknown(token ? notTaken : noSecret)
  if (missing.length === 0) {
    const count = askedScopes.length
    return done({ en: `All ${count} are granted.`, zh: `${count} 项权限均已开通。` })
  }
  const names = missing.map(({ name }) => name)
  const detail: Words = { en: `Missing: ${names.join(', ')}.`, zh: `缺少：${names.join('、')}。` }
  return missing.some(({ need }) => need === 'must') ? failed(detail) : open(detail)
}

export function judgeConnection({ connection }: GuideFacts): Judged {
  if (connection?.state === 'online') return done({ en: 'The long connection is up.', zh: '长连接已建立。' })
  const reason = connection?.says ?? (connection?.reason ? { en: connection.reason, zh: connection.reason } : undefined)
  if (connection?.state === 'failed')
    return failed(sentences({ en: 'It could not be opened.', zh: '未能建立连接。' }, reason))
  return open(sentences({ en: 'The long connection is not up yet.', zh: '长连接尚未建立。' }, reason))
}

/** `status` of application/v6: 0 an administrator switched the app off, 2 nobody switched it on. Else a version is to do. */
const isSwitchedOff = (application: GuideFacts['application']): boolean =>
  application !== undefined && 'value' in application && [0, 2].includes(application.value.status ?? 1)

export function judgeVersion({ application, seen }: GuideFacts): Judged {
  const told = application && judgePublished(application, undefined)
  if (told?.verdict === 'ok') return done({ en: 'A version is published.', zh: '已有发布的版本。' })
  if (told?.verdict === 'failed') return isSwitchedOff(application) ? judged(told) : open(told.detail)
  if (seen.event)
    return done({ en: 'A message has arrived, so a version is in use.', zh: '已收到消息，说明版本已生效。' })
  return unknown({
    en: 'The platform does not tell without a further permission; a message that arrives proves it.',
    zh: '没有额外权限时平台不会告知；收到消息即可确认。',
  })
}
