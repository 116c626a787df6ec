import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { checkCard } from '../card-rules.ts'
import { cardDocument, describeCard, type CardControl } from '../card-text.ts'
import { isNode } from '../card-tree.ts'
import type { Answer } from '../deliveries.ts'
import { platformEvent, userId } from '../event-bodies.ts'
import { parseJson } from '../json.ts'
import type { App, Message, Person } from '../model.ts'
import type { Platform } from '../platform.ts'
import { replaceCard } from '../replace-card.ts'
import { appOf, messageOf, personOf } from './lookup.ts'
import { operation } from './operation.ts'

const pressInput = z.object({
  person: z.string(),
  messageId: z.string(),
  /** The text on a button, or a name, element ID or place among the controls. */
  control: z.union([
    z.string(),
    z.object({ name: z.string().optional(), elementId: z.string().optional(), index: z.number().optional() }),
  ]),
  option: z.string().optional(),
  options: z.array(z.string()).optional(),
  checked: z.boolean().optional(),
  inputValue: z.string().optional(),
  formValue: z.record(z.string(), z.unknown()).optional(),
})
type PressInput = z.output<typeof pressInput>

/** What the person sees after pressing. */
export type Pressed =
  | {
      readonly kind: 'done'
      readonly eventId: string
      readonly toast?: { readonly type: string; readonly content: string }
      readonly cardReplaced: boolean
    }
  /** An error toast: 200340 nothing configured, 200341 no answer in 3 s, 200342 unreachable, 200671 failed, 200672 bad answer. */
  | { readonly kind: 'error'; readonly eventId?: string; readonly code: number; readonly message: string }

export const pressOperations = (platform: Platform) => ({
  /** Presses a button (or uses another control) of a card and waits for the app's answer. */
  press: operation(pressInput, (input): Promise<Pressed> => press(platform, input)),
})

async function press(platform: Platform, input: PressInput): Promise<Pressed> {
  const message = messageOf(platform, input.messageId)
  const control = controlOf(platform, message, input)
  if (message.author.kind !== 'app') throw new AppError('bad-request', 'This card was not sent by a bot')
  const app = appOf(platform, message.author.appId)
  if (!app.cardCallback) return { kind: 'error', code: 200340, message: 'no card callback is configured for this app' }
  const { event, token } = callbackEvent(platform, app, message, personOf(platform, input.person), control, input)
  const answer = await platform.deliveries.ask(event)
  platform.callbacks.answered(token)
  return { ...show(platform, message, answer), eventId: event.eventId }
}

function controlOf(platform: Platform, message: Message, { control }: PressInput): CardControl {
  const document = cardDocument(platform, message)
  if (!document || message.state !== 'present') throw new AppError('not-found', 'This message shows no card')
  const controls = describeCard(document).controls
  const found =
    typeof control === 'string'
      ? controls.find(one => one.text === control)
      : controls.find((one, index) => matches(one, index, control))
  if (!found)
    throw new AppError('not-found', `The card has no such control; it has: ${controls.map(one => one.text).join(', ')}`)
  if (found.disabled) throw new AppError('bad-request', 'This control is disabled')
  return found
}

const matches = (
  one: CardControl,
  index: number,
  wanted: { name?: string | undefined; elementId?: string | undefined; index?: number | undefined },
): boolean =>
  (wanted.name !== undefined && one.name === wanted.name) ||
  (wanted.elementId !== undefined && one.elementId === wanted.elementId) ||
  wanted.index === index

function callbackEvent(
  platform: Platform,
  app: App,
  message: Message,
  person: Person,
  control: CardControl,
  input: PressInput,
) {
  const at = platform.clock.now()
  const token = platform.callbacks.issue(app.appId, message.messageId, at)
  const action = {
    ...(control.value === undefined ? {} : { value: control.value }),
    tag: control.tag,
    ...(control.name === undefined ? {} : { name: control.name }),
    ...(input.option === undefined ? {} : { option: input.option }),
    ...(input.options === undefined ? {} : { options: input.options }),
    ...(input.checked === undefined ? {} : { checked: input.checked }),
    ...(input.inputValue === undefined ? {} : { input_value: input.inputValue }),
    ...(input.formValue === undefined ? {} : { form_value: input.formValue }),
  }
  const body = {
    operator: { tenant_key: person.tenantKey, ...userId(platform.world, app, person) },
    token,
    action,
    host: 'im_message',
    context: { open_message_id: message.messageId, open_chat_id: message.chatId },
  }
  return { token, event: platformEvent(app, 'card.action.trigger', at, body, message.messageId) }
}

const answerShape = z.strictObject({
  toast: z
    .looseObject({
      type: z.enum(['info', 'success', 'warning', 'error']).default('info'),
      content: z.string().default(''),
    })
    .optional(),
  card: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('raw'), data: z.looseObject({}) }),
      z.object({ type: z.literal('template'), data: z.looseObject({}) }),
    ])
    .optional(),
})

function show(platform: Platform, message: Message, answer: Answer): Pressed {
  if (answer.kind === 'no-connection') return { kind: 'error', code: 200342, message: 'the app could not be reached' }
  if (answer.kind === 'timeout')
    return { kind: 'error', code: 200341, message: 'the app did not answer within 3 seconds' }
  if (answer.code !== 200) return { kind: 'error', code: 200671, message: `the app answered ${answer.code}` }
  const parsed = answerShape.safeParse(answer.data === undefined ? {} : decode(answer.data))
  if (!parsed.success) return { kind: 'error', code: 200672, message: 'the answer of the app is not valid' }
  const { toast, card } = parsed.data
  const shown = toast === undefined ? {} : { toast: { type: toast.type, content: toast.content } }
  if (card?.type !== 'raw') return { kind: 'done', eventId: '', ...shown, cardReplaced: false }
  const checked = checkCard(JSON.stringify(card.data))
  if ('violation' in checked) return { kind: 'error', code: 200672, message: checked.violation.message }
  return { kind: 'done', eventId: '', ...shown, cardReplaced: replaceCard(platform, message, checked.document) }
}

function decode(data: string): unknown {
  const value = parseJson(Buffer.from(data, 'base64').toString('utf8'))
  return isNode(value) ? value : undefined
}
