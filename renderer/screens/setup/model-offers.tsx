import type { ModelOffer } from '../../../main/contract/models.ts'
import { useLanguage, useRead, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/layout.tsx'
import { State, StateGlyph } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { modelWords } from '../../words/setup-model.ts'
import { isOffered, withOffer } from './model-draft.ts'
import type { ModelDesk } from './use-model.ts'

/** What this computer has already; silent when it has nothing. */
export function Offers({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const offers = useRead('models.find', {}).value ?? []
  if (offers.length === 0) return null
  return (
    <Section title={say('found')}>
      <ul className="offers">
        {offers.map(offer => (
          <Offer key={`${offer.provider} ${offer.apiBase} ${offer.variable}`} offer={offer} desk={desk} />
        ))}
      </ul>
    </Section>
  )
}

function Offer({ offer, desk }: { readonly offer: ModelOffer; readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const provider = desk.providers.find(({ id }) => id === offer.provider)
  const name = provider ? inLanguage(provider.label, language) : offer.provider
  const isChosen = isOffered(desk.draft, offer) && !desk.key.isHeld
  const use = () => {
    desk.key.drop()
    desk.change(withOffer(offer, desk.providers))
  }
  return (
    <li className="offer">
      <StateGlyph shape={isChosen ? 'done' : 'online'} />
      <span className="offer-text">
        {offer.variable === undefined ? say('runsHere', { name }) : say('keyIn', { name, variable: offer.variable })}
        {offer.models && <span className="secondary"> · {say('modelCount', { count: offer.models.length })}</span>}
      </span>
      {isChosen ? (
        <State shape="done">{say('inUse')}</State>
      ) : (
        <Button onClick={use} aria-label={say('useNamed', { name: namedOf(offer, name) })}>
          {say('use')}
        </Button>
      )}
    </li>
  )
}

/** Two keys of one provider are told apart by their variable. */
const namedOf = ({ variable }: ModelOffer, name: string): string =>
  variable === undefined ? name : `${name}, ${variable}`
