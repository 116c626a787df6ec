import { useState } from 'react'
import { useRead, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Page, PageHead, Row, Rows, Section } from '../../ui/layout.tsx'
import { ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { Rich } from '../../ui/rich.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Time } from '../../ui/time.tsx'
import { importWords } from '../../words/setup-import.ts'
import { setupWords } from '../../words/setup.ts'
import { ImportResult, Preview } from './import-report.tsx'
import { OwnFile } from './import-source.tsx'
import { systemNames } from './import-groups.ts'
import { useImport, type Importing } from './use-import.ts'
import './import.css'

/** Taking over another system's configuration: choose, look, then take over. */
export function Import() {
  const say = useWords(importWords)
  const sayAll = useWords(setupWords)
  const importing = useImport()
  const { phase, failure, report } = importing
  return (
    <Page>
      <PageHead
        title={say(phase === 'applied' ? 'done' : 'title')}
        actions={
          phase === 'choosing' || phase === 'reading' ? (
            <ButtonLink href={href('setup', 'start')}>{sayAll('backToStart')}</ButtonLink>
          ) : (
            phase !== 'applied' && <Button onClick={importing.anew}>{say('other')}</Button>
          )
        }
      >
        {say('text')}
      </PageHead>
      {failure && <ErrorBlock title={say(report ? 'notApplied' : 'failed')} error={failure} />}
      {importing.isTooBig && <ErrorBlock title={say('tooBig')} />}
      {phase === 'choosing' && <Choose importing={importing} />}
      {phase === 'reading' && <Busy what={say('reading')} />}
      {report && (phase === 'previewed' || phase === 'applying') && <Preview report={report} importing={importing} />}
      {report && phase === 'applied' && <ImportResult report={report} />}
    </Page>
  )
}

function Busy({ what }: { readonly what: string }) {
  const [since] = useState(Date.now)
  return <Waiting what={what} since={since} />
}

function Choose({ importing }: { readonly importing: Importing }) {
  const say = useWords(importWords)
  const places = useRead('import.find', {})
  return (
    <>
      <Section title={say('found')} {...(places.value && { aside: places.value.length })}>
        {places.failure && <ErrorBlock title={say('failed')} error={places.failure} />}
        {!places.value && !places.failure && <Busy what={say('looking')} />}
        {places.value?.length === 0 && <p className="secondary import-none">{say('none')}</p>}
        {places.value && places.value.length > 0 && (
          <Rows label={say('found')}>
            {places.value.map(place => (
              <Row
                key={place.path}
                lead={<StateGlyph shape="online" />}
                title={systemNames[place.system]}
                detail={
                  <>
                    <code>{place.path}</code>{' '}
                    <Rich say={say} text="changed" fill={{ time: <Time at={place.modified} /> }} />
                  </>
                }
                end={
                  <Button
                    aria-label={say('lookAt', { path: place.path })}
                    onClick={() => importing.preview({ file: place.path })}
                  >
                    {say('look')}
                  </Button>
                }
              />
            ))}
          </Rows>
        )}
      </Section>
      <OwnFile importing={importing} />
    </>
  )
}
