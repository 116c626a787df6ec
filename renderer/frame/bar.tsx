import { Dialog } from '@base-ui/react/dialog'
import { Menu } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useApp, useWords } from '../hooks.ts'
import { useRoute } from '../route.ts'
import { screens } from '../screens/catalog.tsx'
import { accountShape, worstStanding } from '../ui/account-state.ts'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { frame } from '../words/frame.ts'
import { Sidebar } from './sidebar.tsx'
import './bar.css'

/** At 360 px: the menu, the screen's name, and the worst state in words. */
export function Bar() {
  const say = useWords(frame)
  const [isOpen, setIsOpen] = useState(false)
  const route = useRoute()
  const screen = screens.find(({ id }) => id === route.screen)
  const here = location.hash
  useEffect(() => setIsOpen(false), [here]) // the menu has done its work
  return (
    <header className="bar">
      <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
        <Dialog.Trigger className="icon-button" aria-label={say('menu')}>
          <Menu aria-hidden />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="veil" />
          <Dialog.Popup className="bar-menu" aria-label={say('menu')}>
            <Sidebar />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
      <span className="bar-name">{screen ? say(screen.id) : ''}</span>
      <Worst />
    </header>
  )
}

function Worst() {
  const say = useWords(frame)
  const accounts = useApp(state => state.accounts)
  const paused = useApp(state => state.paused)
  const worst = worstStanding({ accounts, paused })
  if (worst === undefined) return null
  const all = Object.keys(accounts).length
  const online = Object.values(accounts).filter(account => account.state === 'online').length
  return (
    <span className="bar-state secondary">
      <StateGlyph shape={accountShape(worst)} />
      {all > 1 && worst !== 'paused' ? say('onlineOf', { online, all }) : say(worst)}
    </span>
  )
}
