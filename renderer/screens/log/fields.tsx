import type { LogRow } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { detailWords } from '../../words/log-detail.ts'
import { errorFacts, type ErrorFact, type ErrorFacts } from './error-facts.ts'
import { Fact } from './fact.tsx'
import { shown } from './filter.ts'

/** What a line says beside its sentence, whole: errors in words, anything else as it was written. */
export function Fields({ fields }: Pick<LogRow, 'fields'>) {
  return Object.entries(fields).map(([name, value]) => {
    const error = errorFacts(value)
    return error ? (
      <ErrorField key={name} name={name} error={error} />
    ) : (
      <Fact key={name} name={name} isWhole>
        <code>{shown(value)}</code>
      </Fact>
    )
  })
}

function ErrorField({ name, error }: { readonly name: string; readonly error: ErrorFacts }) {
  const say = useWords(detailWords)
  return (
    <>
      {error.chain.map((fact, index) => (
        // a chain never changes, so a place in it is a name
        <Fact key={index} name={index === 0 ? name : say('cause')} isWhole>
          <OneError {...fact} />
        </Fact>
      ))}
      {error.stack !== '' && (
        <Fact name="" isWhole>
          <details className="log-stack">
            <summary>{say('stack')}</summary>
            <pre tabIndex={0}>{error.stack}</pre>
          </details>
        </Fact>
      )}
    </>
  )
}

const OneError = ({ kind, message }: ErrorFact) => (
  <>
    {kind !== '' && <code>{kind}</code>} {message}
  </>
)
