import { Fragment, useState } from 'react'
import { useLanguage, useRead, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Page, PageHead } from '../../ui/layout.tsx'
import { ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { kit } from '../../words/kit.ts'
import { setupWords } from '../../words/setup.ts'

/** A window can't know how Perch was started, and outside the source folder npx would look for another package. */
const practiceCommands = [
  { how: 'tryHow', command: 'perch practice' },
  { how: 'tryHowSource', command: 'npx perch practice' },
] as const

/** How practice is begun: it is a home folder of its own, so another program. */
export function PracticeHow() {
  const say = useWords(setupWords)
  return (
    <Page>
      <PageHead title={say('tryName')} actions={<ButtonLink href={href('setup', 'start')}>{say('back')}</ButtonLink>}>
        {say('tryText')}
      </PageHead>
      {practiceCommands.map(({ how, command }) => (
        <Fragment key={command}>
          <p>{say(how)}</p>
          <p className="setup-command">
            <code>{command}</code>
            <CopyText text={command} label={say('copyCommand')} />
          </p>
        </Fragment>
      ))}
      <p className="secondary">{say('tryThen')}</p>
    </Page>
  )
}

/** What those need to know who approve apps. */
export function AdminText({ account }: { readonly account: string }) {
  const say = useWords(setupWords)
  const sayKit = useWords(kit)
  const language = useLanguage()
  const guide = useRead('setup.guide', { account })
  const [since] = useState(Date.now)
  const text = guide.value && inLanguage(guide.value.adminText, language)
  return (
    <Page>
      <PageHead
        title={say('adminTitle')}
        actions={
          <>
            <ButtonLink href={href('setup')}>{say('back')}</ButtonLink>
            {text !== undefined && <CopyText text={text} label={say('adminCopy')} kind="primary" />}
          </>
        }
      >
        {say('adminText')}
      </PageHead>
      {guide.failure && (
        <ErrorBlock
          title={say('adminFailed')}
          error={guide.failure}
          actions={<Button onClick={guide.again}>{sayKit('tryAgain')}</Button>}
        />
      )}
      {text === undefined && !guide.failure && <Waiting what={say('reading')} since={since} />}
      {text !== undefined && <div className="setup-letter">{text}</div>}
    </Page>
  )
}
