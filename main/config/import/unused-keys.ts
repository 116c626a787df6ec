import type { Words } from '../../contract/words.ts'
import { reasons } from './reasons.ts'

/** Known to the systems, and nothing that Perch would ask for. */
const unused = `
  historyLimit dmHistoryLimit dms textChunkLimit chunkMode blockStreaming blockStreamingCoalesce mediaMaxMb
  mediaLocalRoots httpTimeoutMs heartbeat renderMode replyMode streaming footer markdown configWrites
  capabilities dedup reactionNotifications threadSession ownerPolicy uat actions replyInThread typingIndicator
  resolveSenderNames groupSessionScope topicSessionMode dynamicAgentCreation groupCommandMentionBypass
  allowMentionlessInMultiBotGroup maxMessageAgeMs xActionsAllowFrom queueDbPath reactEmoji doneEmoji
  listenEmoji toolHintPrefix replyToMessage topicIsolation identityKey displayName avatarUrl identityFetchedAt
  channelInstanceId qrLoginScopes qrLoginEvents interactionTimeoutSecs ackReaction
`
const ownReasons: readonly (readonly [string, Words])[] = [
  ['webhookPort', reasons.ownServer],
  ['webhookHost', reasons.ownServer],
  ['tools', reasons.tools],
  ['skills', reasons.skills],
  ['defaultAccount', reasons.accountChoice],
  ['id', reasons.accountChoice],
  ['instanceId', reasons.accountChoice],
]
/** Why a key of an account is not taken over; what is not here has a rule, or is unknown. */
export const unusedAccountKeys: ReadonlyMap<string, Words> = new Map([
  ...unused
    .trim()
    .split(/\s+/)
    .map(key => [key, reasons.ownWay] as const),
  ...ownReasons,
])
