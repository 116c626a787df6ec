import { expect, test } from 'vitest'
import { grantedIn } from '../../../main/lark/checkup/scopes.ts'

test('only what is granted to the app itself counts: neither a request, nor what its users may do', () => {
  const granted = grantedIn([
    { scope_name: 'im:resource', grant_status: 1, scope_type: 'tenant' },
    { scope_name: 'im:chat:readonly', grant_status: 1 },
    { scope_name: 'im:message:send_as_bot', grant_status: 2, scope_type: 'tenant' },
    { scope_name: 'im:message.p2p_msg:readonly', grant_status: 1, scope_type: 'user' },
  ])
  expect([...granted]).toEqual(['im:resource', 'im:chat:readonly'])
})
