import { failed, hintOf, ok, saysOf, unknown, type Finding } from '../../base/finding.ts'
import { asAppError } from '../../contract/errors.ts'
import type { Said } from '../../lark/checkup/asking.ts'
import { compare, judgeOthers, type Evidence } from '../../lark/checkup/others.ts'
import { readKnownMessages } from '../../store/checkup.ts'
import { whoseOf, type AccountContext } from './context.ts'

/** What is younger may be on its way still, here or there (milliseconds). */
const ON_ITS_WAY_MS = 10_000

export async function checkServedOnce({ account, ports, view }: AccountContext): Promise<Finding> {
  const shown = view()
  if (shown?.code === 'bot-already-served') return servedElsewhere(shown.reason ?? '')
  // Whoever is on the way to a connection, or has one, holds the lock of this bot.
  if (ports.isStarted() && /^(online|connecting|reconnecting)$/.test(shown?.state ?? ''))
    return ok({ en: 'On this computer only this Perch serves the bot.', zh: '本机只有这个 Perch 在服务该机器人。' })
  if (ports.isStarted() && shown?.state === 'failed') return unknown(notServing, seeConnection)
  try {
    await (await ports.lockBot(account)).release()
    return ok({ en: 'No Perch on this computer serves this bot now.', zh: '本机目前没有 Perch 在服务该机器人。' })
  } catch (thrown) {
    if (asAppError(thrown).code === 'bot-already-served') return servedElsewhere(saysOf(thrown).en)
    return failed(saysOf(thrown), hintOf(thrown), { raw: saysOf(thrown).en })
  }
}

const notServing = {
  en: 'This Perch does not serve the bot now, so it can not tell who else does.',
  zh: '这个 Perch 目前没有在服务该机器人，无法得知是否有其他程序在服务。',
}
const seeConnection = { en: 'Mend "Long connection" first.', zh: '请先解决“长连接”。' }

const servedElsewhere = (raw: string): Finding =>
  failed(
    { en: `Another Perch on this computer serves this bot. ${raw}`, zh: `本机另一个 Perch 正在服务该机器人。${raw}` },
    { en: 'Stop the other one; this one then takes over.', zh: '请停掉另一个，随后由这个接管。' },
    { raw },
  )

export async function checkOthers(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const { duplicates } = context.traffic()
  return judgeOthers({ duplicates, evidence: await readEvidence(context, signal), link: context.links.credentials })
}

/**
 * What the history of the last direct chat tells; `undefined` before there is such a chat. A message of a person counts
 * as missed only if it was written while this Perch was connected: at other times nothing could have come.
 */
export async function readEvidence(
  { asking, traffic, account, ports, view }: AccountContext,
  signal: AbortSignal,
): Promise<Said<Evidence> | undefined> {
  const { lastDirectChat } = traffic()
  if (lastDirectChat === undefined) return undefined
  const known = readKnownMessages(ports.home.database, whoseOf(account), lastDirectChat)
  const history = await (await asking()).history(lastDirectChat, signal)
  if ('error' in history) return history
  const shown = view()
  const connectedFrom = ports.isStarted() && shown?.state === 'online' ? shown.since : Infinity
  const chat = {
    ...known,
    connectedFrom,
    from: (known.since ?? ports.now()) - 1000,
    until: ports.now() - ON_ITS_WAY_MS,
  }
  return { value: compare(history.value, chat, account.appId) }
}
