import type { Logger } from '../base/logger.ts'
import { asAppError, type AppError, type ErrorCode } from '../contract/errors.ts'
import type { Basket } from './basket.ts'
import type { Channel } from './channel.ts'
import { block, mark, quoted, secondsWords, sizeWords } from './frame.ts'
import type { KeptFile, MediaPort } from './media-port.ts'
import type { Attachment } from './pieces.ts'

export type AttachmentScene = {
  readonly media: MediaPort
  readonly channel: Pick<Channel, 'download' | 'account'>
  readonly chatId: string
  readonly basket: Basket
  readonly log: Logger
  readonly signal: AbortSignal
}

const NOUNS: Readonly<Record<Attachment['form'], string>> = {
  picture: 'picture',
  file: 'file',
  voice: 'voice message',
  video: 'video',
}

/** What the model is told of one file that somebody sent: fetched, kept and read as far as that goes. Never rejects. */
export async function describeAttachment(attachment: Attachment, scene: AttachmentScene): Promise<string> {
  const what = titleOf(attachment)
  if (attachment.form === 'voice' && !scene.media.hears()) return mark(`${what}; it can not be listened to here`)
  if (!scene.basket.takesFile()) return ''
  try {
    const file = await receive(attachment, scene)
    if (attachment.form === 'voice') return await heard(what, file, scene)
    scene.basket.taint('file')
    return attachment.form === 'video'
      ? mark(`${what}, ${about(file)}; it can not be watched here`)
      : told(what, file, scene)
  } catch (thrown) {
    const error = asAppError(thrown)
    if (!scene.signal.aborted) scene.log.warn('a received file did not arrive', { code: error.code, error })
    return mark(`${what}: it could not be fetched, ${reasonFor(error)}`)
  }
}

function receive(attachment: Attachment, { media, channel, chatId, signal }: AttachmentScene): Promise<KeptFile> {
  const fetch = () => channel.download(attachment, signal)
  return media.receive({ account: channel.account, chatId }, attachment, fetch, signal)
}

function titleOf({ form, name, milliseconds }: Attachment): string {
  const title = name === '' ? NOUNS[form] : `${NOUNS[form]} ${quoted(name)}`
  return milliseconds === undefined ? title : `${title} of ${secondsWords(milliseconds)}`
}

const about = ({ type, bytes, place, misnamed }: KeptFile): string =>
  `${type}, ${sizeWords(bytes)}${misnamed ? ' (its name says otherwise)' : ''}, kept as ${place}`

function told(what: string, file: KeptFile, scene: AttachmentScene): string {
  if (file.picture) return mark(pictureWords(what, file, file.picture, scene.basket))
  if (file.text) return withText(what, file, file.text, scene.basket)
  return mark(`${what}: ${about(file)}${file.problem ? `; ${file.problem}` : ''}`)
}

function pictureWords(
  what: string,
  file: KeptFile,
  { width, height }: { width: number; height: number },
  basket: Basket,
) {
  const label = `picture ${basket.pictures.length + 1}, ${width} × ${height}`
  const hidden = basket.show({ path: file.path, mediaType: file.mediaType, label }, file.bytes)
  return `${what}${hidden ? '' : `, shown as ${label}`}: ${about(file)}${hidden ? `; ${hidden}` : ''}`
}

function withText(what: string, file: KeptFile, text: NonNullable<KeptFile['text']>, basket: Basket): string {
  const given = basket.cut(text.content)
  const whole = text.content.length + text.left
  const where = `read_file ${text.place}${given === '' ? '' : ` from offset ${given.length}`}`
  const beyond = text.left > 0 ? `, of which the first ${text.content.length} are kept` : ''
  if (given === '') return mark(`${what}: ${about(file)}; its ${whole} characters${beyond} are read with ${where}`)
  const part = given.length < whole ? `the first ${given.length} of ${whole} characters${beyond}` : 'its text'
  const rest = given.length < text.content.length ? `; the rest is read with ${where}` : ''
  return block(`${what}: ${about(file)}; here is ${part}${rest}`, given, quoted(file.name))
}

async function heard(what: string, file: KeptFile, scene: AttachmentScene): Promise<string> {
  const words = await transcribed(file, scene)
  if (words === undefined) return mark(`${what}: it arrived, but the service that listens to it failed`)
  if (words === '') return mark(`${what}, in which no words were heard`)
  const given = scene.basket.cut(words)
  const part = given.length < words.length ? `; here are the first ${given.length} of ${words.length} characters` : ''
  return block(`${what}, as a machine heard it${part}`, given, 'voice message')
}

async function transcribed(file: KeptFile, { media, signal, log }: AttachmentScene): Promise<string | undefined> {
  try {
    return (await media.transcribe(file, signal)).trim()
  } catch (thrown) {
    const error = asAppError(thrown)
    if (!signal.aborted) log.warn('a voice message was not understood', { code: error.code, error })
    return undefined
  }
}

const reasons: Partial<Record<ErrorCode, string>> = {
  'lark-scope-missing': 'because the bot lacks the permission im:resource',
  'store-full': 'because the disk of this computer is full',
  'lark-message-gone': 'because its message was withdrawn',
  cancelled: 'because it was stopped',
  'lark-unreachable': 'because it did not arrive; sending it again may help',
  'lark-busy': 'because the platform is busy; sending it again may help',
  'lark-rate-limited': 'because the platform is busy; sending it again may help',
}

/** For the model, which tells it in its own words; nothing of the platform's. */
function reasonFor({ code, message }: AppError): string {
  if (code === 'file-too-large') return message.replace(/^T/, 't').replace(/\.$/, '')
  return reasons[code] ?? 'because the platform did not give it out'
}
