import type { AccountView } from '../contract/state.ts'
import type { Language, Words } from '../contract/words.ts'

type State = AccountView['state']

/** How each state of a connection continues the name of its bot. `{since}` is a time. */
const states = {
  online: { en: 'online since {since}', zh: '{since} 起在线' },
  connecting: { en: 'connecting since {since}', zh: '{since} 起正在连接' },
  reconnecting: { en: 'reconnecting since {since}', zh: '{since} 起正在重连' },
  failed: { en: 'not connected since {since}, needs you', zh: '{since} 起未连接，需要你处理' },
  offline: { en: 'offline since {since}', zh: '{since} 起离线' },
} as const satisfies Record<State, Words>

export const stateWords = (state: State, since: string, language: Language): string =>
  states[state][language].replace('{since}', since)

/** Everything else that the tray says, by language. */
export const trayWords = {
  en: {
    colon: ': ',
    onePersonWaits: 'one person waits for you',
    peopleWait: (count: number) => `${count} people wait for you`,
    thingsWait: (count: number) => `${count} things wait for you`,
    modelNotReady: 'the model is not ready, so nothing is answered',
    noticeWaits: 'something is out of order',
    paused: (waiting: number) => (waiting > 0 ? `replies are paused; ${messages(waiting)}` : 'replies are paused'),
    someOnline: (online: number, all: number) => `${online} of ${all} bots are online`,
    noBot: 'not connected to a bot yet',
    allow: (person: string, bot: string | undefined) => `Allow ${person}${bot === undefined ? '' : ` (${bot})`}`,
    more: (count: number) => `${count} more in People…`,
    pause: 'Pause replies',
    resume: 'Resume replies',
    open: 'Open Perch',
    log: 'Log',
    startAtLogin: 'Start at login',
    quit: 'Quit Perch',
  },
  zh: {
    colon: '：',
    onePersonWaits: '有 1 人等你处理',
    peopleWait: (count: number) => `有 ${count} 人等你处理`,
    thingsWait: (count: number) => `有 ${count} 件事等你处理`,
    modelNotReady: '模型未就绪，暂时无法回复',
    noticeWaits: '有问题需要处理',
    paused: (waiting: number) => (waiting > 0 ? `已暂停回复，${waiting} 条消息在等待` : '已暂停回复'),
    someOnline: (online: number, all: number) => `${all} 个机器人中有 ${online} 个在线`,
    noBot: '还没有连接机器人',
    allow: (person: string, bot: string | undefined) => `允许 ${person}${bot === undefined ? '' : `（${bot}）`}`,
    more: (count: number) => `在「人员」中查看另外 ${count} 人…`,
    pause: '暂停回复',
    resume: '恢复回复',
    open: '打开 Perch',
    log: '日志',
    startAtLogin: '登录时启动',
    quit: '退出 Perch',
  },
} as const satisfies Record<Language, unknown>

const messages = (count: number): string => (count === 1 ? 'one message waits' : `${count} messages wait`)
