import { z } from 'zod'
import type { Piece } from '../chat/pieces.ts'

const text = z.string().catch('')
const moment = z.coerce.number().positive().optional().catch(undefined)

const Person = z.object({ user_id: z.string().min(1) })
const Group = z.object({ chat_id: z.string().min(1) })
const Place = z.object({ name: text, longitude: z.coerce.string().catch(''), latitude: z.coerce.string().catch('') })
const Event = z.object({ summary: text, start_time: moment, end_time: moment })
const Meeting = z.object({ topic: text, start_time: moment })
const Task = z.object({
  summary: z.object({ title: text, content: z.unknown() }).partial().catch({}),
  due_time: moment,
})
const Poll = z.object({ topic: text, options: z.array(z.string()).catch([]) })
const Folder = z.object({ file_name: text })
const System = z.looseObject({ template: text })
const Titled = z.object({ text, title: text, name: text, file_name: text, summary: text, topic: text }).partial()

type Reader = (content: unknown) => Piece

const name = (what: string, ...about: readonly string[]): Piece => ({
  kind: 'named',
  what,
  about: about.filter(part => part !== '').join(', '),
})

/** Kinds without a file whose content says something; everything else is named by its kind and title. */
const readers: Readonly<Record<string, Reader>> = {
  sticker: () => name('sticker'),
  share_user: content => {
    const id = Person.safeParse(content).data?.user_id
    return id === undefined ? name('shared contact') : { kind: 'shared-person', id }
  },
  share_chat: content => {
    const id = Group.safeParse(content).data?.chat_id
    return id === undefined ? name('shared group') : { kind: 'shared-group', id }
  },
  location: content => {
    const place = Place.safeParse(content).data
    const where = place && place.latitude !== '' ? `latitude ${place.latitude}, longitude ${place.longitude}` : ''
    return name('location', place?.name ?? '', where)
  },
  calendar: eventOf,
  general_calendar: eventOf,
  share_calendar_event: eventOf,
  video_chat: content => {
    const meeting = Meeting.safeParse(content).data
    return name('video meeting', meeting?.topic ?? '', when('at', meeting?.start_time))
  },
  todo: content => {
    const task = Task.safeParse(content).data
    return name('task', task?.summary.title ?? '', wordsOf(task?.summary.content), when('due', task?.due_time))
  },
  vote: content => {
    const poll = Poll.safeParse(content).data
    return name('poll', poll?.topic ?? '', ...(poll?.options ?? []).map(option => `option: ${option}`))
  },
  hongbao: () => name('red packet'),
  folder: content => name('folder, which bots are not given', Folder.safeParse(content).data?.file_name ?? ''),
  system: content => name('system message', systemText(content)),
}

/** The piece for a kind that is neither words nor a file. Never throws. */
export function named(kind: string, content: unknown): Piece {
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined
  if (reader) return reader(content)
  const titles = Titled.safeParse(content).data ?? {}
  const title = Object.values(titles).find(value => value !== undefined && value !== '') ?? ''
  return name(`message of the kind ${kind.replaceAll(/\W+/g, ' ').slice(0, 40)}`, title)
}

function eventOf(content: unknown): Piece {
  const event = Event.safeParse(content).data
  return name('calendar event', event?.summary ?? '', when('from', event?.start_time), when('to', event?.end_time))
}

/** Milliseconds since 1970, as a moment that every model can read. */
const when = (word: string, at: number | undefined): string =>
  at === undefined || at > 8.64e15 ? '' : `${word} ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `"{from_user} invited {to_chatters}."` with the values that stand beside it. */
function systemText(content: unknown): string {
  const system = System.safeParse(content).data
  if (!system) return ''
  return system.template.replaceAll(/\{(\w+)\}/g, (_place, key: string) => {
    const value = Object.hasOwn(system, key) ? system[key] : ''
    return Array.isArray(value)
      ? value.filter(each => typeof each === 'string').join(', ')
      : typeof value === 'string'
        ? value
        : ''
  })
}

const Rich = z.array(z.array(z.object({ text }).catch({ text: '' })))

const wordsOf = (content: unknown): string =>
  (Rich.safeParse(content).data ?? []).map(line => line.map(piece => piece.text).join('')).join(' ')
