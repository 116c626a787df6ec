import { Notification } from 'electron'
import type { AppState } from '../contract/state.ts'
import type { Language } from '../contract/words.ts'
import type { Screen } from './address.ts'
import { isSettled, newsOf, type News } from './news.ts'
import { newsWords } from './news-words.ts'

export type NotifierPorts = {
  readonly language: () => Language
  /** True while somebody looks at the window, who sees it there. */
  readonly isWatched: () => boolean
  /** True while the screen is locked: whoever is there need not be the owner. */
  readonly isLocked: () => boolean
  readonly decide: (action: 'allow' | 'deny', person: NonNullable<News['person']>) => void
  readonly open: (screen: Screen) => void
}

/** Shows what needs a person, and takes it back once that is settled. */
export function createNotifier(initial: AppState, ports: NotifierPorts) {
  const shown = new Map<string, { readonly news: News; readonly notification: Notification }>()
  let before = initial

  const remove = (key: string) => {
    shown.get(key)?.notification.close()
    shown.delete(key)
  }
  const act = (news: News, index: number) => {
    remove(news.key)
    if (!news.person || ports.isLocked()) return ports.open(news.screen)
    return ports.decide(index === 0 ? 'allow' : 'deny', news.person)
  }
  const show = (news: News) => {
    remove(news.key)
    const words = newsWords[ports.language()]
    const buttons = news.person ? [words.allow, words.deny] : []
    const notification = new Notification({
      title: news.title,
      body: news.body,
      actions: buttons.map(text => ({ type: 'button', text })),
    })
    notification.on('click', () => ports.open(news.screen))
    notification.on('action', (details, index) => act(news, details.actionIndex ?? index))
    notification.once('close', () => {
      if (shown.get(news.key)?.notification === notification) shown.delete(news.key)
    })
    shown.set(news.key, { news, notification }) // also keeps it from being collected, which would lose the click
    notification.show()
  }
  return {
    update: (state: AppState) => {
      const news = newsOf(before, state, ports.language())
      before = state
      for (const [key, one] of shown) if (isSettled(one.news, state)) remove(key)
      if (!ports.isWatched() && Notification.isSupported()) news.forEach(show)
    },
    close: () => {
      for (const key of shown.keys()) remove(key)
    },
  }
}
