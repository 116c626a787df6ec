import { z } from 'zod'
import { data, endpoint, flat, param, type Endpoint } from '../endpoint.ts'
import { Refusal } from '../refusal.ts'
import { hasAny, receiveScopes, scopesFor } from '../scopes.ts'

/** What an app may learn about itself and about people. */
export const identityEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/open-apis/bot/v3/info',
    run({ app }) {
      if (!app.botEnabled) throw new Refusal(11205, 'app do not have bot')
      const bot = { activate_status: 2, app_name: app.name, avatar_url: '', ip_white_list: [], open_id: app.botOpenId }
      return flat({ bot: { ...bot, ...app.told.bot } })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/application/v6/scopes',
    run: ({ app }) =>
      data({ scopes: [...app.scopes].map(scope => ({ scope_name: scope, grant_status: 1, scope_type: 'tenant' })) }),
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/application/v6/applications/:app_id',
    scopes: scopesFor.application,
    query: z.object({ lang: z.enum(['zh_cn', 'en_us', 'ja_jp']) }),
    run(call) {
      const wanted = param(call, 'app_id')
      if (wanted !== 'me' && wanted !== call.app.appId) throw new Refusal(210508, 'no permission for this app')
      const { appId, name } = call.app
      return data({
        app: {
          app_id: appId,
          app_name: name,
          status: 1,
          scene_type: 0,
          online_version_id: 'oav_practice',
          primary_language: 'zh_cn',
          ...call.app.told.application,
        },
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/contact/v3/users/:user_id',
    query: z.object({ user_id_type: z.enum(['open_id', 'union_id', 'user_id']).default('open_id') }),
    run(call) {
      const { app, platform } = call
      const person = findPerson(call, param(call, 'user_id'), call.checked.user_id_type)
      const ids = { open_id: platform.world.openIdFor(app, person), union_id: person.unionId }
      if (!hasAny(app, receiveScopes.names)) return data({ user: ids })
      const avatar = {
        avatar_72: person.avatarUrl,
        avatar_240: person.avatarUrl,
        avatar_640: person.avatarUrl,
        avatar_origin: person.avatarUrl,
      }
      return data({ user: { ...ids, name: person.name, en_name: person.name, avatar } })
    },
  }),
]

function findPerson(
  { platform, app }: Parameters<Endpoint['run']>[0],
  id: string,
  kind: 'open_id' | 'union_id' | 'user_id',
) {
  if (kind === 'open_id') {
    const person = platform.world.personByOpenId(app, id)
    if (person.standing === 'unavailable' || person.tenantKey !== app.tenantKey)
      throw new Refusal(41050, 'no user authority error')
    return person
  }
  const field = kind === 'union_id' ? 'unionId' : 'userId'
  const found = [...platform.world.people.values()].find(person => person[field] === id)
  if (!found)
    throw new Refusal(
      kind === 'union_id' ? 99992352 : 99992353,
      `The request you send is not a valid {${kind}} or not exists`,
    )
  return found
}
