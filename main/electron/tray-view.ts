import type { AccountView, AppState } from '../contract/state.ts'
import type { Language } from '../contract/words.ts'
import type { Screen } from './address.ts'
import { accountName, personName } from './names.ts'
import { stateWords, trayWords } from './tray-words.ts'

export const trayIcons = ['online', 'reconnecting', 'attention', 'paused', 'offline'] as const
export type TrayIcon = (typeof trayIcons)[number]

export type TrayCommand =
  /** Without a screen, the window as it was left. */
  | { readonly do: 'open'; readonly screen?: Screen }
  | { readonly do: 'allow'; readonly account: string; readonly openId: string }
  | { readonly do: 'pause'; readonly paused: boolean }
  | { readonly do: 'start-at-login'; readonly on: boolean }
  | { readonly do: 'quit' }

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'command'; readonly label: string; readonly command: TrayCommand; readonly checked?: boolean }

export type TrayView = { readonly icon: TrayIcon; readonly tooltip: string; readonly items: readonly TrayItem[] }

export type TraySurroundings = {
  readonly language: Language
  /** Whether the computer starts Perch; `undefined` where that can't be set. */
  readonly startAtLogin: boolean | undefined
  /** A moment in words: `09:14`. */
  readonly clock: (at: number) => string
}

/** More people than this are shown as a number. */
const MOST_PEOPLE = 5

/** What the tray shows of a state: the worst thing as its shape, the same in a sentence, and what can be done. */
export function trayView(state: AppState, around: TraySurroundings): TrayView {
  const words = trayWords[around.language]
  return {
    icon: iconOf(state),
    tooltip: `Perch${words.colon}${sentenceOf(state, around)}`,
    items: itemsOf(state, around),
  }
}

const accountsOf = (state: AppState): readonly AccountView[] => Object.values(state.accounts)
const failedOf = (state: AppState) => accountsOf(state).filter(account => account.state === 'failed')
const errorsOf = (state: AppState) => state.notices.filter(notice => notice.level === 'error')
/** Before the first check there is no reason yet, and without an account nobody misses the model. */
const isModelMissing = ({ llm, accounts }: AppState): boolean =>
  !llm.ready && llm.reason !== undefined && Object.keys(accounts).length > 0

/** How many things a person must see to. */
const waitingOf = (state: AppState): number =>
  state.pending.length + failedOf(state).length + errorsOf(state).length + (isModelMissing(state) ? 1 : 0)

function iconOf(state: AppState): TrayIcon {
  const accounts = accountsOf(state)
  if (waitingOf(state) > 0) return 'attention'
  if (state.paused) return 'paused'
  if (accounts.some(({ state }) => state === 'connecting' || state === 'reconnecting')) return 'reconnecting'
  return accounts.some(({ state }) => state === 'online') ? 'online' : 'offline'
}

function sentenceOf(state: AppState, around: TraySurroundings): string {
  const words = trayWords[around.language]
  if (waitingOf(state) > 0) return attentionSentence(state, around)
  if (state.paused) return words.paused(state.queue.waiting)
  const accounts = accountsOf(state)
  const [only] = accounts
  if (!only) return words.noBot
  if (accounts.length === 1) return stateWords(only.state, around.clock(only.since), around.language)
  return words.someOnline(accounts.filter(account => account.state === 'online').length, accounts.length)
}

function attentionSentence(state: AppState, around: TraySurroundings): string {
  const words = trayWords[around.language]
  const [failed] = failedOf(state)
  if (waitingOf(state) === state.pending.length)
    return state.pending.length === 1 ? words.onePersonWaits : words.peopleWait(state.pending.length)
  if (waitingOf(state) > 1) return words.thingsWait(waitingOf(state))
  if (failed) return accountLine(failed, around)
  return isModelMissing(state) ? words.modelNotReady : words.noticeWaits
}

function accountLine(account: AccountView, { language, clock }: TraySurroundings): string {
  const words = trayWords[language]
  return `${accountName(account)}${words.colon}${stateWords(account.state, clock(account.since), language)}`
}

const separator: TrayItem = { kind: 'separator' }
const item = (label: string, command: TrayCommand): TrayItem => ({ kind: 'command', label, command })
const check = (label: string, checked: boolean, command: TrayCommand): TrayItem => ({
  kind: 'command',
  label,
  command,
  checked,
})

function itemsOf(state: AppState, around: TraySurroundings): readonly TrayItem[] {
  const words = trayWords[around.language]
  const { paused } = state
  const login = around.startAtLogin
  const groups: readonly (readonly TrayItem[])[] = [
    accountItems(state, around),
    pendingItems(state, around),
    [item(paused ? words.resume : words.pause, { do: 'pause', paused: !paused })],
    [item(words.open, { do: 'open' }), item(words.log, { do: 'open', screen: 'log' })],
    login === undefined ? [] : [check(words.startAtLogin, login, { do: 'start-at-login', on: !login })],
    [item(words.quit, { do: 'quit' })],
  ]
  return groups.filter(group => group.length > 0).flatMap((group, at) => (at === 0 ? group : [separator, ...group]))
}

function accountItems(state: AppState, around: TraySurroundings): readonly TrayItem[] {
  const home: TrayCommand = { do: 'open', screen: 'home' }
  const accounts = accountsOf(state)
  if (accounts.length === 0) return [item(trayWords[around.language].noBot, home)]
  return accounts.map(account => item(accountLine(account, around), home))
}

function pendingItems(state: AppState, { language }: TraySurroundings): readonly TrayItem[] {
  const words = trayWords[language]
  const isOnly = Object.keys(state.accounts).length <= 1
  const shown = state.pending.slice(0, MOST_PEOPLE).map(person => {
    const account = state.accounts[person.account]
    const bot = isOnly || !account ? undefined : accountName(account)
    const { account: id, openId } = person
    return item(words.allow(personName(person), bot), { do: 'allow', account: id, openId })
  })
  const rest = state.pending.length - shown.length
  return rest > 0 ? [...shown, item(words.more(rest), { do: 'open', screen: 'people' })] : shown
}
