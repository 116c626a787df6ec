import { useState } from 'react'
import type { GuideView } from '../../../main/contract/setup.ts'
import { useCall, useLanguage, useNow, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { duration } from '../../ui/duration.ts'
import { ErrorBlock } from '../../ui/messages.tsx'
import { setupWords } from '../../words/setup.ts'

/** Whoever sends the code becomes the owner; only this screen shows it. */
export function OwnerCode({ guide, onNew }: { readonly guide: GuideView; readonly onNew: () => void }) {
  const say = useWords(setupWords)
  const ask = useCall('setup.owner-code')
  const [fresh, setFresh] = useState<Code>()
  const code = newest(guide.ownerCode, fresh)
  const get = async () => {
    const answer = await ask.call({ account: guide.account })
    if (!answer) return
    setFresh(answer.value)
    onNew()
  }
  return (
    <>
      {code ? (
        <Shown code={code} onNew={() => void get()} busy={ask.busy} />
      ) : (
        <p className="owner-code">
          <Button busy={ask.busy} onClick={() => void get()}>
            {say('ownerGet')}
          </Button>
        </p>
      )}
      {ask.failure && <ErrorBlock title={say('notDone')} error={ask.failure} />}
    </>
  )
}

type Code = NonNullable<GuideView['ownerCode']>

const newest = (one: Code | undefined, other: Code | undefined): Code | undefined =>
  one && other ? (one.expiresAt >= other.expiresAt ? one : other) : (one ?? other)

type ShownProps = { readonly code: Code; readonly onNew: () => void; readonly busy: boolean }

function Shown({ code, onNew, busy }: ShownProps) {
  const say = useWords(setupWords)
  const language = useLanguage()
  const rest = code.expiresAt - useNow()
  return (
    <p className="owner-code">
      {rest > 0 && <code>{code.code}</code>}
      {rest > 0 && <CopyText text={code.code} label={say('ownerCopy')} />}
      <span className="secondary numbers small">
        {rest > 0 ? say('qrLeft', { time: duration(rest, language) }) : say('ownerOver')}
      </span>
      {rest <= 0 && (
        <Button busy={busy} onClick={onNew}>
          {say('ownerNew')}
        </Button>
      )}
    </p>
  )
}
