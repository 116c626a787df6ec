import type { App } from './model.ts'
import { Refusal } from './refusal.ts'

/** What a practice app may do unless told otherwise. */
export const defaultScopes = [
  'im:message',
  'im:message:send_as_bot',
  'im:message:readonly',
  'im:message.p2p_msg:readonly',
  'im:message.group_at_msg:readonly',
  'im:message.group_msg',
  'im:message.reactions:read',
  'im:message.reactions:write_only',
  'im:resource',
  'im:chat:readonly',
  'contact:user.base:readonly',
  'cardkit:card:write',
  'application:application:self_manage',
] as const

/** Any one of these lets an app do it. */
export const scopesFor = {
  send: ['im:message', 'im:message:send_as_bot', 'im:message:send'],
  edit: ['im:message', 'im:message:send_as_bot', 'im:message:update'],
  recall: ['im:message', 'im:message:send_as_bot', 'im:message:recall'],
  read: ['im:message', 'im:message:readonly', 'im:message.history:readonly'],
  resource: ['im:resource', 'im:message', 'im:message:readonly'],
  upload: ['im:resource', 'im:resource:upload'],
  react: ['im:message', 'im:message.reactions:write_only'],
  readReactions: ['im:message', 'im:message:readonly', 'im:message.reactions:read'],
  chats: ['im:chat', 'im:chat:readonly', 'im:chat:read'],
  members: ['im:chat', 'im:chat:readonly', 'im:chat:read', 'im:chat.members:read'],
  cards: ['cardkit:card:write'],
  application: ['application:application:self_manage', 'admin:app.info:readonly'],
} as const

/** Without one of these, the event never arrives: no error, silence. */
export const receiveScopes = {
  direct: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg'],
  mention: [
    'im:message.group_at_msg:readonly',
    'im:message.group_at_msg',
    'im:message.group_msg',
    'im:message.group_msg:readonly',
  ],
  group: ['im:message.group_msg', 'im:message.group_msg:readonly'],
  names: ['contact:user.base:readonly', 'contact:contact.base:readonly', 'contact:contact:readonly'],
} as const

export const hasAny = (app: App, scopes: readonly string[]): boolean => scopes.some(scope => app.scopes.has(scope))

/** 99991672, with the scopes that would do and the link to grant them. */
export function requireScope(app: App, scopes: readonly string[], consoleUrl: string): void {
  if (scopes.length === 0 || hasAny(app, scopes)) return
  const link = `${consoleUrl}/app/${app.appId}/auth?q=${scopes.join(',')}&op_from=openapi&token_type=tenant`
  const wanted = `[${scopes.join(', ')}]`
  throw new Refusal(
    99991672,
    `Access denied. One of the following scopes is required: ${wanted}.应用尚未开通所需的应用身份权限：${wanted}，点击链接申请并开通任一权限即可：${link}`,
    {
      details: {
        permission_violations: scopes.map(subject => ({ type: 'action_scope_required', subject })),
        helps: [{ url: link, description: 'Grant one of the scopes' }],
      },
    },
  )
}
