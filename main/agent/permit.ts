import type { Access } from './tool.ts'

/** `owner`: the person whose computer this is · `trusted`: allowed by them · `guest`: everybody else who may speak. */
export type Role = 'owner' | 'trusted' | 'guest'
export type ChatType = 'p2p' | 'group'
export type Permission = 'allow' | 'ask' | 'refuse'

/** Whether this person may use a tool of this kind here. In a group nobody goes beyond reading without an approval. */
export function permit(access: Access, role: Role, chatType: ChatType): Permission {
  if (access === 'read') return 'allow'
  switch (role) {
    case 'owner':
      return chatType === 'p2p' ? 'allow' : 'ask'
    case 'trusted':
      return 'ask'
    case 'guest':
      return 'refuse'
    default:
      return role satisfies never
  }
}
