import { describe, expect, test } from 'vitest'
import {
  askedCallbacks,
  askedEvents,
  askedScopes,
  isGranted,
  missingScopes,
  wantedEvents,
  wantedScopes,
} from '../../main/lark/wanted.ts'
import { receiveScopes, scopesFor } from '../../main/sandbox/scopes.ts'

describe('what Perch wants of the platform', () => {
  test('every entry has a reason and a consequence in both languages', () => {
    for (const { why, without } of [...wantedScopes, ...wantedEvents])
      for (const { en, zh } of [why, without]) {
        expect(en).toMatch(/^[A-Z].*\.$/)
        expect(zh).toMatch(/\p{Script=Han}.*。$/u)
      }
  })

  test('a scan asks for few, so that an administrator need not look: no permission over all group messages', () => {
    expect(askedScopes).toHaveLength(9)
    expect(askedScopes).not.toContain('im:message.group_msg')
    expect(askedEvents).toEqual(['im.message.receive_v1', 'im.message.recalled_v1'])
    expect(askedCallbacks).toEqual(['card.action.trigger'])
  })

  test('what it asks for opens every door of the practice platform that Perch goes through', () => {
    const asked = new Set(askedScopes)
    const { application: _checkOnly, recall: _neverDone, ...used } = scopesFor
    for (const [door, keys] of Object.entries({ ...used, ...receiveScopes })) {
      if (door === 'group') continue // all group messages: only for who wants them
      expect([door, keys.some(key => asked.has(key))]).toEqual([door, true])
    }
  })

  test('a wider permission counts for a narrow one', () => {
    const granted = new Set(['im:message', 'im:message.p2p_msg:readonly', 'im:message.group_msg'])
    expect(missingScopes(granted).map(({ name }) => name)).toEqual([
      'im:resource',
      'cardkit:card:write',
      'im:chat:readonly',
      'contact:user.base:readonly',
    ])
    expect(wantedScopes.every(scope => scope.anyOf.includes(scope.name))).toBe(true)
    expect(wantedScopes.filter(scope => isGranted(scope, new Set(askedScopes))).length).toBe(9)
  })
})
