import { useState } from 'react'
import { useWords } from '../../hooks.ts'
import { goTo } from '../../route.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { modelWords } from '../../words/setup-model.ts'
import { setupWords } from '../../words/setup.ts'
import { ModelFields } from './model-fields.tsx'
import { Offers } from './model-offers.tsx'
import { ModelTrial } from './model-trial.tsx'
import { Path } from './path.tsx'
import { useModel, type ModelDesk } from './use-model.ts'
import type { SetupFacts } from './use-setup.ts'
import './model.css'

/** Who writes the answers: what was found here, or a provider and a key; tried before it is saved. */
export function ModelStep({ facts }: { readonly facts: SetupFacts }) {
  const say = useWords(modelWords)
  const { desk, failure } = useModel()
  const [since] = useState(Date.now)
  return (
    <Path step="model" facts={facts} title={say('title')} text={say('text')}>
      {failure && <ErrorBlock title={say('providersFailed')} error={failure} />}
      {!desk && !failure && <Waiting what={say('looking')} since={since} />}
      {desk && (
        <>
          <Offers desk={desk} />
          <ModelFields desk={desk} />
          <ModelTrial desk={desk} />
          <Save desk={desk} account={facts.account.id} />
        </>
      )}
    </Path>
  )
}

function Save({ desk, account }: { readonly desk: ModelDesk; readonly account: string }) {
  const say = useWords(modelWords)
  const sayAll = useWords(setupWords)
  const [isAsked, setIsAsked] = useState(false)
  const save = async () => {
    setIsAsked(true)
    if (desk.lack === undefined && (await desk.save())) goTo('setup', 'hello', account)
  }
  return (
    <>
      {desk.saving.failure && (
        <ErrorBlock title={say(desk.saving.isUnknown ? 'maybeSaved' : 'notSaved')} error={desk.saving.failure} />
      )}
      <p className="setup-actions">
        <Button kind="primary" busy={desk.saving.busy} onClick={() => void save()}>
          {sayAll('next')}
        </Button>
        {isAsked && desk.lack !== undefined && (
          <span className="setup-lack" role="alert">
            {say(desk.lack)}
          </span>
        )}
      </p>
    </>
  )
}
