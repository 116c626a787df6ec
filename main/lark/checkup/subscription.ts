import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import type { ApplicationAnswer, Said } from './asking.ts'
import { notTold } from './console.ts'

const modeTest: Words = {
  en: 'Open Events & Callbacks > Event configuration: "Receive events through persistent connection" must be chosen, and "Message received" (im.message.receive_v1) listed. Then publish a version.',
  zh: '打开「事件与回调 > 事件配置」：订阅方式须为「使用长连接接收事件」，并已添加「接收消息」（im.message.receive_v1），然后发布版本。',
}

/** How and to what the app is subscribed; only some answers of the platform tell. */
export function judgeSubscription(
  said: Said<ApplicationAnswer>,
  hasArrived: boolean,
  link: string | undefined,
): Finding {
  const event = 'value' in said ? said.value.event : undefined
  const type = event?.subscription_type
  if (type !== undefined && type !== 'websocket') {
    return failed(
      {
        en: `The console sends events by ${type}, so nothing comes through the long connection.`,
        zh: `后台设置为以 ${type} 推送事件，长连接不会收到任何内容。`,
      },
      modeTest,
      { link, raw: `application/v6: event.subscription_type ${type}` },
    )
  }
  if (event?.subscribed_events && !event.subscribed_events.includes('im.message.receive_v1')) {
    return failed(
      {
        en: 'The app is not subscribed to "Message received" (im.message.receive_v1).',
        zh: '应用没有订阅「接收消息」（im.message.receive_v1）。',
      },
      {
        en: 'Add the event under Events & Callbacks, then publish a version.',
        zh: '请在「事件与回调」添加该事件并发布版本。',
      },
      { link, raw: `application/v6: subscribed_events ${event.subscribed_events.join(', ').slice(0, 300)}` },
    )
  }
  if (hasArrived)
    return ok({
      en: 'Messages came through the long connection within the last day.',
      zh: '最近一天内已通过长连接收到消息。',
    })
  if (type === 'websocket' && event?.subscribed_events)
    return ok({
      en: 'The app receives events, messages among them, by long connection.',
      zh: '应用以长连接接收事件，并已订阅消息。',
    })
  if ('error' in said) return notTold(said.error, link, modeTest)
  return unknown(
    {
      en: 'The platform does not tell how the app receives events, and no message has arrived lately.',
      zh: '平台没有告知应用如何接收事件，且最近没有收到消息。',
    },
    modeTest,
    { link },
  )
}

const pressTest: Words = {
  en: 'Press a button of a card of this bot. If the chat shows error 200340, the callback is missing: open Events & Callbacks > Callback configuration, choose persistent connection, add "Card action trigger" (card.action.trigger), publish a version.',
  zh: '点击该机器人卡片上的按钮。若提示错误 200340，说明缺少回调：打开「事件与回调 > 回调配置」，选择长连接，添加「卡片回传交互」（card.action.trigger），然后发布版本。',
}

/** When a press last arrived, as text, and whether that tells about today. */
export type LastPress = { readonly when: Words; readonly isFresh: boolean }

export function judgeCardCallback(
  said: Said<ApplicationAnswer>,
  lastPress: LastPress | undefined,
  link: string | undefined,
): Finding {
  const arrived = lastPress && {
    en: `A button was pressed and arrived ${lastPress.when.en}.`,
    zh: `${lastPress.when.zh}收到过按钮点击。`,
  }
  if (arrived && lastPress.isFresh) return ok(arrived)
  const app = 'value' in said ? said.value : undefined
  const info = app?.callback_info ?? app?.callback
  const missing = info?.subscribed_callbacks && !info.subscribed_callbacks.includes('card.action.trigger')
  if (missing || (info?.callback_type !== undefined && info.callback_type !== 'websocket')) {
    return failed(
      missing
        ? { en: 'The callback "Card action trigger" is not subscribed.', zh: '没有订阅回调「卡片回传交互」。' }
        : {
            en: `The console sends callbacks by ${String(info?.callback_type)}.`,
            zh: `后台以 ${String(info?.callback_type)} 推送回调。`,
          },
      {
        en: 'Under Events & Callbacks > Callback configuration choose persistent connection, add "Card action trigger", and publish a version.',
        zh: '请在「事件与回调 > 回调配置」选择长连接，添加「卡片回传交互」并发布版本。',
      },
      {
        link,
        raw: `application/v6: callback ${String(info?.callback_type)} ${(info?.subscribed_callbacks ?? []).join(', ')}`,
      },
    )
  }
  if (info?.subscribed_callbacks && info.callback_type === 'websocket')
    return ok({ en: 'Presses of buttons are subscribed, by long connection.', zh: '已通过长连接订阅按钮回调。' })
  return unknown(
    arrived ?? {
      en: 'No press of a button has arrived yet, and the platform does not tell whether it would.',
      zh: '还没有收到过按钮点击，平台也没有告知是否已订阅。',
    },
    pressTest,
    { link },
  )
}
