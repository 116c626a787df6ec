import { z } from 'zod'
import { checkCard } from '../card-rules.ts'
import { refuse } from '../card-changes.ts'
import { endpoint, flat, type Endpoint } from '../endpoint.ts'
import { replaceCard } from '../replace-card.ts'

/** Changing a card after its callback was answered: 30 minutes, twice. */
export const interactiveEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/open-apis/interactive/v1/card/update',
    body: z.object({ token: z.string(), card: z.looseObject({}) }),
    run({ platform, app, body, now }) {
      const checked = checkCard(JSON.stringify(body.card))
      if ('violation' in checked) throw refuse(checked.violation)
      const message = platform.world.messages.get(platform.callbacks.use(body.token, app.appId, now))
      if (message) replaceCard(platform, message, checked.document)
      return flat({})
    },
  }),
]
