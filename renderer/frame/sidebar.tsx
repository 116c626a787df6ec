import { useApp, useWords } from '../hooks.ts'
import { href, useRoute } from '../route.ts'
import { screens, type Screen } from '../screens/catalog.tsx'
import { accountName, accountShape, standingOf } from '../ui/account-state.ts'
import { Bird } from '../ui/bird.tsx'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { frame } from '../words/frame.ts'
import { accountsInOrder } from './account-order.ts'
import './sidebar.css'

const groups = ['daily', 'insight', 'setup'] as const satisfies readonly Screen['group'][]

/** The screens in their three groups, and the accounts under the bird's line. */
export function Sidebar() {
  const say = useWords(frame)
  const first = useApp(state => screens.find(screen => screen.isFirst?.(state)))
  return (
    <div className="sidebar">
      <nav className="sidebar-nav" aria-label={say('screens')}>
        {first && (
          <ul className="sidebar-group">
            <Item screen={first} />
          </ul>
        )}
        {groups.map(group => (
          <ul key={group} className="sidebar-group">
            {screens
              .filter(screen => screen.group === group && screen !== first)
              .map(screen => (
                <Item key={screen.id} screen={screen} />
              ))}
          </ul>
        ))}
      </nav>
      <Accounts />
    </div>
  )
}

function Item({ screen }: { readonly screen: Screen }) {
  const say = useWords(frame)
  const isShown = useApp(state => screen.isShown?.(state) ?? true)
  const waiting = useApp(state => screen.waiting?.(state) ?? 0)
  const failing = useApp(state => screen.failing?.(state) ?? 0)
  const isHere = useRoute().screen === screen.id
  if (!isShown) return null
  return (
    <li>
      <a className="sidebar-item" href={href(screen.id)} aria-current={isHere ? 'page' : undefined}>
        <screen.icon aria-hidden />
        <span className="sidebar-name">{say(screen.id)}</span>
        {waiting > 0 && (
          <span className="sidebar-badge numbers">
            <StateGlyph shape="attention" />
            <span aria-hidden>{waiting}</span>
            <span className="unseen">{say('waitForYou', { count: waiting })}</span>
          </span>
        )}
        {failing > 0 && (
          <span className="sidebar-badge numbers">
            <StateGlyph shape="failed" />
            <span aria-hidden>{failing}</span>
            <span className="unseen">{say('toFix', { count: failing })}</span>
          </span>
        )}
      </a>
    </li>
  )
}

function Accounts() {
  const say = useWords(frame)
  const accounts = useApp(state => state.accounts)
  const isPaused = useApp(state => state.paused)
  const list = accountsInOrder(accounts)
  const isUp = list.some(account => account.state === 'online')
  return (
    <section className="sidebar-accounts" aria-label={say('accounts')}>
      <div className="sidebar-line">
        <Bird tone={isUp ? 'accent' : 'grey'} />
      </div>
      {list.length === 0 && <p className="secondary">{say('noAccount')}</p>}
      <ul>
        {list.map(account => {
          const standing = standingOf(account, isPaused)
          return (
            <li key={account.id} className="sidebar-account">
              <StateGlyph shape={accountShape(standing)} />
              <span className="sidebar-name" title={accountName(account)}>
                {accountName(account)}
              </span>
              <span className="secondary small">{say(standing)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
