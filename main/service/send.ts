import { randomUUID } from 'node:crypto'
import { stableId } from '../base/ids.ts'
import type { Channel } from '../chat/channel.ts'
import type { Body, Target } from '../chat/message.ts'
import { BY_HAND, type Outbox } from '../chat/outbox.ts'
import type { Input, SentReport } from '../contract/calls.ts'
import { AppError } from '../contract/errors.ts'

type SendInput = Input<'message.send'>

type Ports = {
  /** Every account, in order: the first sends, unless one is named or has got the message that is answered. */
  readonly accounts: () => readonly string[]
  readonly hasReceived: (account: string, messageId: string) => Promise<boolean>
  readonly sender: (account: string) => Promise<Channel | undefined>
  readonly outbox: Outbox
  /** Reads a card or post file. */
  readonly readText: (path: string) => Promise<string>
}

/** Sends by hand: the same sender, limits and idempotency as the answers. */
export const createSend =
  ({ sender, outbox, readText, ...ports }: Ports) =>
  async (input: SendInput, signal: AbortSignal): Promise<SentReport> => {
    if (input.account === '') throw new AppError('bad-request', 'Name the account that sends.')
    const id = input.account ?? (await receiver(input, ports)) ?? ports.accounts()[0]
    if (id === undefined) throw new AppError('not-found', 'No account is configured yet.')
    const channel = await sender(id)
    if (!channel) throw new AppError('not-found', `The account "${id}" is not running.`)
    return sendByHand(input, channel, outbox, readText, signal)
  }

async function receiver({ reply }: SendInput, ports: Pick<Ports, 'accounts' | 'hasReceived'>) {
  if (reply === undefined) return undefined
  for (const account of ports.accounts()) if (await ports.hasReceived(account, reply)) return account
  return undefined
}

async function sendByHand(
  input: SendInput,
  channel: Channel,
  outbox: Outbox,
  readText: (path: string) => Promise<string>,
  signal: AbortSignal,
): Promise<SentReport> {
  const to = targetOf(input)
  const bodies = await bodiesOf(input, channel, readText)
  // A key that is used again for other words or another chat is another message.
  const seed = stableId(input.key ?? randomUUID(), input.to ?? input.reply ?? '', JSON.stringify(bodies))
  const sent: SentReport[] = []
  for (const [index, body] of bodies.entries()) {
    const part = stableId(channel.account, seed, String(index))
    const sending = outbox.deliver(channel, { inboxId: BY_HAND, part, seed, to, body }, signal)
    const delivery = await sending.catch((thrown: unknown) => rethrown(thrown, part, outbox))
    if (delivery.state === 'perhaps') throw uncertain()
    sent.push(delivery.sent)
  }
  const [first] = sent
  if (!first) throw new AppError('bad-request', 'The message is empty.')
  return first
}

const uncertain = (cause?: unknown) =>
  new AppError(
    'send-uncertain',
    {
      en: 'It is not known whether the message was sent. Look into the chat before you send it again.',
      zh: '无法确定消息是否已发送，重发前请先查看会话。',
    },
    { cause },
  )

/** What the outbox still holds as open may have arrived. */
async function rethrown(thrown: unknown, part: string, outbox: Outbox): Promise<never> {
  const item = (await outbox.partsOf(BY_HAND)).find(one => one.part === part)
  throw item?.state === 'pending' ? uncertain(thrown) : thrown
}

function targetOf({ to, reply }: SendInput): Target {
  if (reply !== undefined) {
    if (!/^om_\w+$/.test(reply)) throw new AppError('bad-request', `"${reply}" is no message ID (om_…).`)
    return { kind: 'reply', messageId: reply, chatId: to?.startsWith('oc_') ? to : '', inThread: false }
  }
  if (to === undefined) throw new AppError('bad-request', 'Say where to send it: --to oc_… or ou_…, or --reply om_….')
  if (/^oc_\w+$/.test(to)) return { kind: 'chat', chatId: to }
  if (/^ou_\w+$/.test(to)) return { kind: 'person', openId: to }
  throw new AppError('bad-request', `"${to}" is neither a chat ID (oc_…) nor an Open ID (ou_…).`)
}

/** A long text takes several messages, in order; everything else is one. */
async function bodiesOf(input: SendInput, channel: Channel, readText: Ports['readText']): Promise<readonly Body[]> {
  const given = (['message', 'image', 'file', 'card', 'post'] as const).filter(kind => input[kind] !== undefined)
  if (given.length !== 1)
    throw new AppError('bad-request', 'Give exactly one of --message, --image, --file, --card and --post.')
  if (input.message !== undefined) return channel.bodies(input.message)
  if (input.image !== undefined) return [{ kind: 'image', path: input.image }]
  if (input.file !== undefined) return [{ kind: 'file', path: input.file }]
  if (input.card !== undefined) return [await rawBody('interactive', input.card, readText)]
  return [await rawBody('post', input.post ?? '', readText)]
}

async function rawBody(messageType: string, path: string, readText: Ports['readText']): Promise<Body> {
  const content = await readText(path).catch((thrown: unknown) => {
    throw new AppError('not-found', `There is no file ${path} that can be read.`, { cause: thrown })
  })
  try {
    // Editors of Windows begin a file with a mark that JSON does not know.
    return { kind: 'raw', messageType, content: JSON.stringify(JSON.parse(content.replace(/^\uFEFF/, ''))) }
  } catch (thrown) {
    throw new AppError('bad-request', `${path} holds no JSON.`, { cause: thrown })
  }
}
