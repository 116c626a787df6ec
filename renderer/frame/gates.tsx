import { Component, type ReactNode } from 'react'
import { useLanguage, useNow, usePortStatus, useServices, useWords } from '../hooks.ts'
import { Bird } from '../ui/bird.tsx'
import { Button } from '../ui/button.tsx'
import { duration } from '../ui/duration.ts'
import { ErrorBlock } from '../ui/messages.tsx'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { frame } from '../words/frame.ts'
import './gates.css'

/** Over every screen while the service does not answer: since when, and when the next try begins. */
export function LostBanner() {
  const say = useWords(frame)
  const language = useLanguage()
  const { status } = useServices()
  const port = usePortStatus()
  const now = useNow()
  // most cuts mend themselves before anybody would notice
  if (port.state !== 'lost' || now - port.since < 1000) return null
  const time = duration(now - port.since, language)
  const rest = port.next - now
  return (
    <div className="lost" role="status">
      <StateGlyph shape="reconnecting" />
      <span className="lost-text">
        {rest > 0 ? say('lost', { time, next: duration(rest + 999, language) }) : say('lostNow', { time })}{' '}
        <span className="secondary">{say('lostMeaning')}</span>
      </span>
      <Button kind="quiet" onClick={status.retry}>
        {say('tryNow')}
      </Button>
    </div>
  )
}

/** Without a session nothing is shown but the way to a new one. */
export function Locked() {
  const say = useWords(frame)
  return (
    <main className="locked">
      <div className="locked-line">
        <Bird tone="grey" />
      </div>
      <h1>{say('lockedTitle')}</h1>
      <p className="secondary">{say('lockedText')}</p>
      <p>
        <code className="locked-command">perch status</code>
      </p>
      <p className="secondary">{say('lockedThen')}</p>
    </main>
  )
}

type CatcherProps = { readonly place: string; readonly children: ReactNode }

/** A screen that breaks never takes the window with it; another screen starts afresh. */
export class Catcher extends Component<CatcherProps, { readonly brokenAt: string | undefined }> {
  override readonly state = { brokenAt: undefined }

  static getDerivedStateFromError(): { brokenAt: string } {
    return { brokenAt: location.hash }
  }

  override componentDidUpdate(before: CatcherProps): void {
    if (before.place !== this.props.place && this.state.brokenAt !== undefined) this.setState({ brokenAt: undefined })
  }

  override render(): ReactNode {
    return this.state.brokenAt === undefined ? this.props.children : <Broken />
  }
}

function Broken() {
  const say = useWords(frame)
  return (
    <div className="page">
      <ErrorBlock
        title={say('brokenTitle')}
        actions={<Button onClick={() => location.reload()}>{say('reload')}</Button>}
      >
        <p>{say('brokenText')}</p>
      </ErrorBlock>
    </div>
  )
}
