import { checkAccess } from './access.ts'
import { checkArrival } from './arrival.ts'
import type { Check } from './check.ts'
import { checkConnection, checkOn } from './connection.ts'
import type { AccountContext } from './context.ts'
import { checkLastMessage, checkQuota, checkReplies } from './messages.ts'
import { checkOthers, checkServedOnce } from './rivals.ts'

export const trafficChecks: readonly Check<AccountContext>[] = [
  {
    id: 'on',
    layer: 'traffic',
    title: { en: 'Account is on', zh: '账号已开启' },
    covers: ['N01', 'N16'],
    run: checkOn,
  },
  {
    id: 'connection',
    layer: 'traffic',
    title: { en: 'Long connection', zh: '长连接' },
    covers: ['N01', 'N02', 'N03', 'N08', 'N21', 'N22', 'N23', 'N31', 'N33', 'N35'],
    needs: ['token'],
    applies: ({ account }) => account.config.mode === 'websocket',
    run: checkConnection,
  },
  {
    id: 'served-once',
    layer: 'traffic',
    title: { en: 'Served once on this computer', zh: '本机只有一个 Perch 服务该机器人' },
    covers: ['N10'],
    run: checkServedOnce,
  },
  {
    id: 'others',
    layer: 'traffic',
    title: { en: 'Other programs on this bot', zh: '其他程序使用该机器人' },
    covers: ['N07', 'N08', 'N10', 'N21', 'N22'],
    needs: ['token'],
    run: checkOthers,
  },
  {
    id: 'arrival',
    layer: 'traffic',
    title: { en: 'Events arrive', zh: '事件到达' },
    covers: ['N01', 'N06', 'N07', 'N08', 'N21', 'N22', 'N25', 'N28', 'N33'],
    run: checkArrival,
  },
  {
    id: 'access',
    layer: 'traffic',
    title: { en: 'Who may write', zh: '谁可以使用' },
    covers: ['N01', 'N05'],
    run: checkAccess,
  },
  {
    id: 'last-message',
    layer: 'traffic',
    title: { en: 'What became of the last message', zh: '最近一条消息的结果' },
    covers: ['N01', 'N16', 'N27'],
    run: checkLastMessage,
  },
  {
    id: 'replies',
    layer: 'traffic',
    title: { en: 'Replies are sent', zh: '回复发送' },
    covers: ['N16', 'N27', 'N37'],
    run: checkReplies,
  },
  {
    id: 'quota',
    layer: 'traffic',
    title: { en: 'Monthly API calls', zh: '每月 API 调用' },
    covers: ['N16', 'N27'],
    needs: ['token'],
    run: checkQuota,
  },
]
