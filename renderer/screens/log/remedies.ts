import type { Fate } from '../../../main/contract/fates.ts'
import type { Standing } from '../../../main/contract/state.ts'
import type { GroupView } from '../../../main/contract/views.ts'

/** What would change the fate of messages like this one. */
export type Remedy =
  | { readonly kind: 'allow-person' }
  | { readonly kind: 'deny-person' }
  | { readonly kind: 'admit-group' }
  | { readonly kind: 'answer-unmentioned' }
  | { readonly kind: 'enable-group' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'settings'; readonly topic: string }
  /** The rules of this group, all of them. */
  | { readonly kind: 'group' }
  | { readonly kind: 'doctor' }

export type Case = {
  readonly fate: Fate | undefined
  readonly chatType: 'p2p' | 'group'
  readonly standing: Standing | undefined
  readonly group: Pick<GroupView, 'admitted' | 'enabled' | 'requireMention'> | undefined
  readonly isPaused: boolean
  readonly isModelReady: boolean
}

/** Fates that depend on the rules of the group in which the message was written. */
const ofGroup: ReadonlySet<Fate> = new Set(['not-allowed', 'not-mentioned', 'disabled'])

/** The actions for one message, the one that helps most first. Pure: it knows nothing but the case. */
export function remediesOf(about: Case): readonly Remedy[] {
  const { fate, chatType, group } = about
  const isGroups = fate !== undefined && ofGroup.has(fate) && chatType === 'group' && group !== undefined
  return [...curesOf(about), ...(isGroups ? [{ kind: 'group' } as const] : [])]
}

function curesOf({ fate, chatType, standing, group, isPaused, isModelReady }: Case): readonly Remedy[] {
  switch (fate) {
    case 'pending-pairing':
      return standing === 'allowed' || standing === 'owner' ? [] : [{ kind: 'allow-person' }, { kind: 'deny-person' }]
    case 'not-allowed':
      return [
        ...(standing === 'allowed' || standing === 'owner' ? [] : [{ kind: 'allow-person' } as const]),
        ...(chatType === 'group' && !group?.admitted ? [{ kind: 'admit-group' } as const] : []),
      ]
    case 'not-mentioned':
      return group?.requireMention === false ? [] : [{ kind: 'answer-unmentioned' }]
    case 'disabled':
      return chatType === 'group' && group?.enabled === false
        ? [{ kind: 'enable-group' }]
        : [{ kind: 'settings', topic: 'access' }]
    case 'paused':
      return isPaused ? [{ kind: 'resume' }] : []
    case 'failed':
      return isModelReady ? [{ kind: 'doctor' }] : [{ kind: 'settings', topic: 'model' }]
    case 'answered':
    case 'joined':
    case 'queued':
    case 'running':
    case 'command':
    case 'duplicate':
    case 'stale':
    case 'skipped':
    case 'expired':
    case 'own-message':
    case 'bot-loop':
    case 'unsupported':
    case undefined:
      return []
    default:
      return fate satisfies never
  }
}
