import { failed, unknown } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import type { Check } from './check.ts'
import type { AccountContext } from './context.ts'
import type { Symptom } from './symptoms.ts'

const isWebhook = ({ account }: AccountContext): boolean => account.config.mode === 'webhook'

/** What can only be looked at from outside: said as a test, never as a verdict. */
const advice = (id: string, title: Words, covers: readonly Symptom[], test: Words): Check<AccountContext> => ({
  id,
  layer: 'console',
  title,
  covers,
  applies: isWebhook,
  run: ({ links }) =>
    Promise.resolve(
      unknown(
        {
          en: 'This depends on the way from the platform to this computer, which can only be seen from outside.',
          zh: '这取决于平台到本机的链路，只能从外部判断。',
        },
        test,
        { link: links.events },
      ),
    ),
})

/** Shown for an account in webhook mode only. */
export const webhookChecks: readonly Check<AccountContext>[] = [
  {
    id: 'webhook-mode',
    layer: 'console',
    title: { en: 'Webhook mode', zh: 'Webhook 模式' },
    covers: ['N03', 'N06', 'N32'],
    applies: isWebhook,
    run: ({ links }) =>
      Promise.resolve(
        failed(
          {
            en: 'This account is set to webhook mode, which this version of Perch does not have.',
            zh: '该账号设为 Webhook 模式，而此版本的 Perch 尚不支持。',
          },
          {
            en: 'Set "mode" to "websocket", and choose long connection under Events & Callbacks in the console; it needs no public address.',
            zh: '请将 "mode" 设为 "websocket"，并在后台「事件与回调」选择长连接；无需公网地址。',
          },
          { link: links.events, action: 'open-settings' },
        ),
      ),
  },
  advice(
    'webhook-public',
    { en: 'Public address', zh: '公网地址' },
    ['N15', 'N18', 'N19', 'N26', 'N29', 'N30', 'N32', 'N33', 'N34'],
    {
      en: 'From a phone without Wi-Fi open https://YOUR-HOST/<webhookPath>: it must say OK. First this, then the console. If a browser can and the platform can not, look at the security group of the server, the certificate chain, and the log of the proxy in front: does any request arrive? The address must be the public one, never 127.0.0.1 or one of a private network.',
      zh: '用关闭 Wi-Fi 的手机打开 https://你的域名/<webhookPath>，应显示 OK；先通过这一步，再配置后台。若浏览器可访问而平台不行，请检查服务器安全组、证书链和前置代理日志：是否有请求到达？地址必须是公网地址，不能是 127.0.0.1 或内网地址。',
    },
  ),
  advice(
    'webhook-challenge',
    { en: 'Challenge and verification', zh: 'challenge 与校验' },
    ['N15', 'N17', 'N20', 'N34'],
    {
      en: 'In the console press Save at the request URL. "Challenge failed": the path is another one than "webhookPath", or something in front answers instead. "Invalid verification token": compare Encrypt Key and Verification Token with the console, set them again, and try once more.',
      zh: '在后台点击请求地址的保存。“challenge 校验失败”：路径与 "webhookPath" 不一致，或被前置服务拦截应答。“verification token 无效”：请核对 Encrypt Key 与 Verification Token，重新设置后再试。',
    },
  ),
  advice('webhook-events', { en: 'Events after the challenge', zh: 'challenge 之后的事件' }, ['N19', 'N25', 'N32'], {
    en: 'The challenge works and no message comes: add "Message received" (im.message.receive_v1) under Events & Callbacks, publish a version, then send "hello" to the bot.',
    zh: 'challenge 通过但没有消息：请在「事件与回调」添加「接收消息」（im.message.receive_v1），发布版本，再给机器人发 “hello”。',
  }),
]
