import { z } from 'zod'
import { newId } from '../identifiers.ts'
import type { Person } from '../model.ts'
import { createApp, type Platform } from '../platform.ts'
import { appOf, personOf } from './lookup.ts'
import { operation } from './operation.ts'

const standing = z.enum(['active', 'unavailable', 'resigned', 'stopped'])

export type PersonView = {
  readonly openId: string
  readonly unionId: string
  readonly name: string
  readonly tenantKey: string
  readonly kind: 'user' | 'app'
  readonly standing: z.infer<typeof standing>
  readonly openIds: Readonly<Record<string, string>>
}
/** People and apps. */
export const peopleOperations = (platform: Platform) => ({
  createPerson: operation(
    z.object({
      name: z.string().min(1),
      openId: z.string().optional(),
      tenantKey: z.string().optional(),
      kind: z.enum(['user', 'app']).default('user'),
      standing: standing.default('active'),
    }),
    ({ name, openId, tenantKey, kind, standing: state }) => {
      const person: Person = {
        openId: openId ?? newId.openId(),
        unionId: newId.unionId(),
        userId: newId.userId(),
        tenantKey: tenantKey ?? appOf(platform).tenantKey,
        avatarUrl: '',
        kind,
        name,
        standing: state,
      }
      platform.world.addPerson(person)
      return personView(platform, person)
    },
  ),
  changePerson: operation(
    z.object({ person: z.string(), name: z.string().optional(), standing: standing.optional() }),
    input => {
      const person = personOf(platform, input.person)
      person.name = input.name ?? person.name
      person.standing = input.standing ?? person.standing
      return personView(platform, person)
    },
  ),
  people: operation(z.object({}), () =>
    [...platform.world.people.values()].map(person => personView(platform, person)),
  ),
  createApp: operation(
    z.object({
      appId: z.string(),
      appSecret: z.string(),
      name: z.string().optional(),
      tenantKey: z.string().optional(),
      scopes: z.array(z.string()).optional(),
    }),
    ({ appId, appSecret, name, tenantKey, scopes }) => {
      const app = createApp({
        appId,
        appSecret,
        ...(name === undefined ? {} : { name }),
        ...(tenantKey === undefined ? {} : { tenantKey }),
        ...(scopes === undefined ? {} : { scopes }),
      })
      platform.world.addApp(app)
      return { appId, botOpenId: app.botOpenId }
    },
  ),
})

function personView({ world }: Platform, person: Person): PersonView {
  const { openId, unionId, name, tenantKey, kind, standing: state } = person
  const ids = Object.fromEntries([...world.apps.values()].map(app => [app.appId, world.openIdFor(app, person)]))
  return { openId, unionId, name, tenantKey, kind, standing: state, openIds: ids }
}
