import { Suspense, useEffect, useRef } from 'react'
import { Bar } from './frame/bar.tsx'
import { Catcher, Locked, LostBanner } from './frame/gates.tsx'
import { Sidebar } from './frame/sidebar.tsx'
import { useApp, useIsFilled, useLanguage, usePortStatus, useWords } from './hooks.ts'
import { href, replaceWith, useRoute } from './route.ts'
import { screens } from './screens/catalog.tsx'
import { ButtonLink } from './ui/button.tsx'
import { Empty, Waiting } from './ui/messages.tsx'
import { frame } from './words/frame.ts'
import './app.css'

/** The frame: sidebar or bar, and the screen of the address. */
export function App() {
  const say = useWords(frame)
  const language = useLanguage()
  const port = usePortStatus()
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  if (port.state === 'locked') return <Locked />
  return (
    <div className="frame">
      <a className="frame-skip button button-secondary" href="#content" onClick={toContent}>
        {say('toContent')}
      </a>
      <Bar />
      <div className="frame-side">
        <Sidebar />
      </div>
      <div className="frame-main">
        <LostBanner />
        <Content />
      </div>
    </div>
  )
}

/** The address belongs to the screens, so the skip link moves the focus by hand. */
const toContent = (event: { preventDefault: () => void }): void => {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

const openedAt = Date.now()

/** The window opened without an address, and there is no bot yet: then Setup comes first. Home stays one press away. */
function useFirstRun(isFilled: boolean): void {
  const hasAccount = useApp(state => Object.keys(state.accounts).length > 0)
  const isOver = useRef(false)
  useEffect(() => {
    if (!isFilled || isOver.current) return
    isOver.current = true
    if (!hasAccount && /^#?\/?$/.test(location.hash)) replaceWith('setup')
  }, [isFilled, hasAccount])
}

function Content() {
  const say = useWords(frame)
  const route = useRoute()
  const isFilled = useIsFilled()
  useFirstRun(isFilled)
  const main = useRef<HTMLElement>(null)
  const screen = screens.find(({ id }) => id === route.screen)
  const isShown = useApp(state => screen?.isShown?.(state) ?? true)
  useEffect(() => {
    document.title = screen ? `${say(screen.id)} · Perch` : 'Perch'
    main.current?.scrollTo(0, 0)
  }, [screen, say])
  const waiting = <Waiting what={say('loading')} since={openedAt} />
  return (
    <main id="content" className="frame-content" ref={main} tabIndex={-1}>
      <Catcher place={route.screen}>
        {!isFilled && <div className="page">{waiting}</div>}
        {isFilled && screen && isShown && (
          <Suspense fallback={<div className="page" />}>
            <screen.view />
          </Suspense>
        )}
        {isFilled && !(screen && isShown) && (
          <Empty title={say('unknownTitle')} actions={<ButtonLink href={href('home')}>{say('toHome')}</ButtonLink>} />
        )}
      </Catcher>
    </main>
  )
}
