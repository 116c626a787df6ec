import type { Config } from '../contract/config.ts'
import type { Output, Parsed } from '../contract/calls.ts'
import { AppError } from '../contract/errors.ts'

type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card' | 'post'; readonly content: string }
  | { readonly kind: 'image'; readonly imageKey: string }

type Ports = {
  readonly notifiers: () => Config['notifiers']
  /** `undefined` when the bot has none. Rejects when the secret belongs to another host. */
  readonly secret: (name: string) => Promise<string | undefined>
  readonly post: (
    hook: { readonly url: string; readonly secret?: string | undefined },
    body: Body,
    signal: AbortSignal,
  ) => Promise<number>
}

export type Notify = (input: Parsed<'notify.send'>, signal: AbortSignal) => Promise<Output<'notify.send'>>

/** Posts to a group's incoming webhook, by the name it has in the configuration, or by its address. */
export const createNotify =
  ({ notifiers, secret, post }: Ports): Notify =>
  async ({ to, ...given }, signal) => {
    const known = Object.entries(notifiers())
    const [name, notifier] = known.find(([id, { url }]) => id === to || url === to) ?? []
    if (!notifier && !/^https?:\/\//.test(to))
      throw unknown(
        to,
        known.map(([id]) => id),
      )
    const key = name === undefined ? undefined : await secret(`notifiers.${name}.secret`)
    const messages = await post({ url: notifier?.url ?? to, secret: key }, bodyOf(given), signal)
    // An address is a key: it is not said back.
    return { to: name ?? new URL(to).host, messages }
  }

function unknown(to: string, names: readonly string[]): AppError {
  const others = names.length > 0 ? `Known: ${names.join(', ')}.` : 'None is configured.'
  return new AppError('not-found', `There is no notifier "${to.slice(0, 40)}". ${others}`)
}

function bodyOf({ message, card, post, image }: Omit<Parsed<'notify.send'>, 'to'>): Body {
  const bodies: readonly (Body | undefined)[] = [
    message === undefined ? undefined : { kind: 'text', text: message },
    card === undefined ? undefined : { kind: 'card', content: card },
    post === undefined ? undefined : { kind: 'post', content: post },
    image === undefined ? undefined : { kind: 'image', imageKey: image },
  ]
  const [body, second] = bodies.filter(each => each !== undefined)
  if (!body || second) throw new AppError('bad-request', 'Give exactly one of message, card, post and image.')
  return body
}
