import type { Role } from '../agent/permit.ts'
import type { AccountConfig } from '../contract/config.ts'
import type { Fate } from '../contract/fates.ts'

/** Who writes, where, and to whom: all that a verdict depends on beside the policy. */
export type Asking = {
  readonly senderId: string
  /** `user` for people; everything else is a program. */
  readonly senderType: string
  readonly senderTenant?: string | undefined
  readonly botTenant?: string | undefined
  readonly chatType: 'p2p' | 'group'
  readonly chatId: string
  readonly mentionsBot: boolean
  readonly fromSelf: boolean
}

export type Policy = {
  readonly account: AccountConfig
  /** The owner decided against this sender. */
  readonly denied: boolean
  readonly paused: boolean
  /** Bots have talked among themselves for too long here. */
  readonly botLoop?: boolean
}

export type Verdict =
  | { readonly admit: true; readonly role: Role }
  | { readonly admit: false; readonly fate: Fate; readonly reason: string }

/** Whether the agent answers. Pure: it reads no clock, no file, and sends nothing. */
export function judge(asking: Asking, policy: Policy): Verdict {
  if (asking.fromSelf) return refuse('own-message', 'The bot wrote this itself.')
  const verdict = asking.chatType === 'p2p' ? judgeDirect(asking, policy) : judgeGroup(asking, policy)
  if (verdict.admit && policy.paused) return refuse('paused', 'Replies are paused.')
  if (verdict.admit && policy.botLoop)
    return refuse(
      'bot-loop',
      'Ten turns with bots and no person in between: silent until a person writes or ten minutes pass.',
    )
  return verdict
}

function judgeDirect(asking: Asking, { account, denied }: Policy): Verdict {
  if (account.dmPolicy === 'disabled') return refuse('disabled', 'Direct messages are switched off (dmPolicy).')
  if (account.ownerIds.includes(asking.senderId)) return admit('owner')
  if (denied) return refuse('not-allowed', 'This person was denied.')
  if (account.allowFrom.includes(asking.senderId)) return admit('trusted')
  if (account.allowFrom.includes('*') && isColleague(asking)) return admit('guest')
  switch (account.dmPolicy) {
    case 'open':
      return isColleague(asking)
        ? admit('guest')
        : refuse('not-allowed', 'Not a person of this tenant, and not in allowFrom.')
    case 'allowlist':
      return refuse('not-allowed', 'Not in allowFrom.')
    case 'pairing':
      return asking.senderType === 'user'
        ? refuse('pending-pairing', 'Waits for the owner to allow this person.')
        : refuse('not-allowed', 'A program can only be admitted by listing its ID in allowFrom.')
    default:
      return account.dmPolicy satisfies never
  }
}

function judgeGroup(asking: Asking, { account, denied }: Policy): Verdict {
  const rules = account.groups[asking.chatId]
  if (account.groupPolicy === 'disabled') return refuse('disabled', 'Groups are switched off (groupPolicy).')
  if (rules?.enabled === false) return refuse('disabled', 'This group is switched off.')
  if ((rules?.requireMention ?? true) && !asking.mentionsBot)
    return refuse('not-mentioned', 'The bot was not mentioned.')
  if (account.ownerIds.includes(asking.senderId)) return admit('owner')
  if (denied) return refuse('not-allowed', 'This person was denied.')
  return isAdmittedToGroup(asking, account)
    ? admit('guest')
    : refuse('not-allowed', 'Neither the person nor the group is allowed.')
}

function isAdmittedToGroup(asking: Asking, account: AccountConfig): boolean {
  const people = [...account.groupAllowFrom, ...(account.groups[asking.chatId]?.allowFrom ?? [])]
  if (people.includes(asking.senderId)) return true
  const isOpen =
    account.groupPolicy === 'open' || people.includes('*') || account.groupAllowFrom.includes(asking.chatId)
  return isOpen && isColleague(asking)
}

/**
 * A person of the bot's own tenant: what `open`, `*` and a listed group cover. Both tenants come with each event
 * (`event.sender.tenant_key`, `header.tenant_key`); a sender without one is no colleague unless the event names none at all.
 */
const isColleague = ({ senderType, senderTenant, botTenant }: Asking): boolean =>
  senderType === 'user' && senderTenant === botTenant

const admit = (role: Role): Verdict => ({ admit: true, role })
const refuse = (fate: Fate, reason: string): Verdict => ({ admit: false, fate, reason })
