import { describe, expect, test } from 'vitest'
import { permit, type ChatType, type Permission, type Role } from '../../main/agent/permit.ts'
import type { Access } from '../../main/agent/tool.ts'

const changing: readonly Access[] = ['write', 'run', 'network', 'send']
const roles: readonly Role[] = ['owner', 'trusted', 'guest']
const chats: readonly ChatType[] = ['p2p', 'group']

const rows: { role: Role; chat: ChatType; becomes: Permission }[] = [
  { role: 'owner', chat: 'p2p', becomes: 'allow' },
  { role: 'owner', chat: 'group', becomes: 'ask' },
  { role: 'trusted', chat: 'p2p', becomes: 'ask' },
  { role: 'trusted', chat: 'group', becomes: 'ask' },
  { role: 'guest', chat: 'p2p', becomes: 'refuse' },
  { role: 'guest', chat: 'group', becomes: 'refuse' },
]

describe('what a tool may do', () => {
  test.each(rows)('for $role in $chat, beyond reading: $becomes', ({ role, chat, becomes }) => {
    for (const access of changing) expect(permit(access, role, chat)).toBe(becomes)
  })

  test('everybody who may speak may let it read', () => {
    for (const role of roles) for (const chat of chats) expect(permit('read', role, chat)).toBe('allow')
  })

  test('in a group nobody goes beyond reading without an approval, the owner included', () => {
    for (const role of roles) for (const access of changing) expect(permit(access, role, 'group')).not.toBe('allow')
  })
})
