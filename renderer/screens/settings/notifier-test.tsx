import { useState } from 'react'
import { useCall, useLanguage, useNow, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { clock } from '../../ui/moments.ts'
import { State } from '../../ui/state-glyph.tsx'
import { entryWords } from '../../words/settings-entries.ts'

/** Posts a sentence into the group, and says whether it arrived there. */
export function NotifierTest({ name }: { readonly name: string }) {
  const say = useWords(entryWords)
  const language = useLanguage()
  const now = useNow(10_000)
  const [text, setText] = useState<string>()
  const [doneAt, setDoneAt] = useState<number>()
  const send = useCall('notify.send')
  const message = text ?? say('testText')
  const post = async () => {
    setDoneAt(undefined)
    if (await send.call({ to: name, message })) setDoneAt(Date.now())
  }
  return (
    <>
      <Field label={say('test')} help={say('testHelp')}>
        <div className="settings-add">
          <Input label={say('testWhat')} value={message} onChange={setText} />
          <Button busy={send.busy || message.trim() === ''} onClick={() => void post()}>
            {say('testSend')}
          </Button>
        </div>
      </Field>
      {doneAt !== undefined && (
        <p className="settings-result" role="status">
          <State shape="done">{say('testDone', { time: clock(doneAt, now, language) })}</State>
        </p>
      )}
      {send.failure && <ErrorBlock title={say('testFailed')} error={send.failure} />}
    </>
  )
}
