import { createHash, randomBytes } from 'node:crypto'

const hex = (bytes: number) => randomBytes(bytes).toString('hex')

/** Identifiers in the shapes that the platform uses. */
export const newId = {
  openId: () => `ou_${hex(16)}`,
  unionId: () => `on_${hex(16)}`,
  userId: () => hex(4),
  chatId: () => `oc_${hex(16)}`,
  messageId: () => `om_${hex(16)}`,
  threadId: () => `omt_${hex(8)}`,
  eventId: () => hex(16),
  frameId: () => `${hex(8)}-${hex(4)}`,
  reactionId: () => randomBytes(33).toString('base64url'),
  imageKey: () => `img_v3_${hex(16)}`,
  fileKey: () => `file_v3_${hex(16)}`,
  token: () => `t-${hex(20)}`,
  ticket: () => `${hex(8)}-${hex(8)}`,
  callbackToken: () => `c-${hex(20)}`,
  logId: () => hex(16).toUpperCase(),
  /** At most 20 digits. */
  cardId: () =>
    `7${BigInt(`0x${hex(7)}`)
      .toString()
      .padStart(17, '0')
      .slice(0, 18)}`,
  tenantKey: () => hex(8),
}

/** The open ID of the same person for another app: open IDs differ per app. */
export const foreignOpenId = (appId: string, openId: string): string =>
  `ou_${createHash('sha256').update(`${appId}/${openId}`).digest('hex').slice(0, 32)}`
