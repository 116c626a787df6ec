import { AppError } from '../contract/errors.ts'
import type { Handlers } from './handlers.ts'
import type { HandlerPorts } from './ports.ts'

type ScreenCalls =
  | 'log.read'
  | 'log.history'
  | 'event.read'
  | 'person.waiting'
  | 'groups.list'
  | 'groups.save'
  | 'conversations.list'
  | 'conversations.read'
  | 'conversations.margin'
  | 'turn.stop'
  | 'settings.list'
  | 'practice.do'

/** The calls that only a window makes. */
export const screenHandlers = ({
  screens: { log, messages, groups, conversations, listSettings },
  stopTurn,
  practice,
}: HandlerPorts): Pick<Handlers, ScreenCalls> => ({
  'log.read': (query, signal) => log.read(query, signal),
  'log.history': (query, signal) => log.history(query, signal),
  'event.read': async ({ account, messageId }, signal) => {
    const event = await messages.event(account, messageId, signal)
    if (!event) throw new AppError('not-found', 'This message is not stored, or not any more.')
    return event
  },
  'person.waiting': ({ account, openId }, signal) => messages.waiting(account, openId, signal),
  'groups.list': ({ account }) => groups.list(account),
  'groups.save': change => groups.save(change),
  'conversations.list': query => conversations.list(query),
  'conversations.read': query => conversations.read(query),
  'conversations.margin': ({ session }) => conversations.margin(session),
  'turn.stop': async ({ turnId }) => {
    if (!(await stopTurn(turnId))) throw new AppError('not-found', 'This turn is not running any more.')
  },
  'settings.list': () => listSettings(),
  'practice.do': async ({ operation, input }) => {
    if (!practice) throw new AppError('not-found', 'There is no pretend Feishu here; start it with: perch practice')
    return practice.perform(operation, input)
  },
})
