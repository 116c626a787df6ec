import { failed, hintOf, ok, saysOf, type Finding } from '../../base/finding.ts'
import { asAppError } from '../../contract/errors.ts'
import { compare, judgeOthers } from '../../lark/checkup/others.ts'
import { readKnownMessages } from '../../store/checkup.ts'
import type { AccountContext } from './context.ts'

/** What is younger may be on its way still, here or there (milliseconds). */
const ON_ITS_WAY_MS = 10_000

export async function checkServedOnce({ account, ports, view }: AccountContext): Promise<Finding> {
  const shown = view()
  if (shown?.code === 'bot-already-served') return servedElsewhere(shown.reason ?? '')
  if (ports.isStarted())
    return ok({ en: 'On this computer only this Perch serves the bot.', zh: '本机只有这个 Perch 在服务该机器人。' })
  try {
    await (await ports.lockBot(account)).release()
    return ok({ en: 'No Perch on this computer serves this bot now.', zh: '本机目前没有 Perch 在服务该机器人。' })
  } catch (thrown) {
    if (asAppError(thrown).code === 'bot-already-served') return servedElsewhere(saysOf(thrown).en)
    return failed(saysOf(thrown), hintOf(thrown), { raw: saysOf(thrown).en })
  }
}

const servedElsewhere = (raw: string): Finding =>
  failed(
    { en: `Another Perch on this computer serves this bot. ${raw}`, zh: `本机另一个 Perch 正在服务该机器人。${raw}` },
    { en: 'Stop the other one; this one then takes over.', zh: '请停掉另一个，随后由这个接管。' },
    { raw },
  )

export async function checkOthers(
  { asking, traffic, account, ports, links }: AccountContext,
  signal: AbortSignal,
): Promise<Finding> {
  const { duplicates, lastDirectChat } = traffic()
  const link = links.credentials
  if (lastDirectChat === undefined) return judgeOthers({ duplicates, evidence: undefined, link })
  const known = readKnownMessages(ports.home.database, account.id, lastDirectChat)
  const history = await (await asking()).history(lastDirectChat, signal)
  if ('error' in history) return judgeOthers({ duplicates, evidence: history, link })
  const chat = { ...known, from: (known.since ?? ports.now()) - 1000, until: ports.now() - ON_ITS_WAY_MS }
  return judgeOthers({ duplicates, evidence: { value: compare(history.value, chat, account.appId) }, link })
}
