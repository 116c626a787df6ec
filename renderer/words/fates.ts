import type { Fate } from '../../main/contract/fates.ts'
import { define, type Sentence } from './define.ts'

/** What became of a message, in one or two words. */
export const fateWords = define('fates', {
  answered: ['Answered', '已回复'],
  joined: ['Joined', '已并入'],
  queued: ['Queued', '排队中'],
  running: ['Running', '进行中'],
  command: ['Command', '命令'],
  'pending-pairing': ['Waits for you', '等你处理'],
  'not-allowed': ['Not allowed', '未获允许'],
  'not-mentioned': ['Not mentioned', '未 @ 机器人'],
  disabled: ['Switched off', '已停用'],
  paused: ['Paused', '已暂停'],
  duplicate: ['Duplicate', '重复'],
  stale: ['Too old', '过时'],
  skipped: ['Skipped', '已跳过'],
  expired: ['Expired', '已过期'],
  'own-message': ['Own message', '自己的消息'],
  'bot-loop': ['Bot loop', '机器人循环'],
  unsupported: ['Unsupported', '不支持'],
  failed: ['Failed', '失败'],
} satisfies Record<Fate, Sentence>)
