import type { Words } from './words.ts'

/** What to do about trouble with the platform and its credentials. */
export const platformHints = {
  'lark-bad-secret': {
    en: 'Copy the App Secret again from the developer console, under Credentials & Basic Info, and set it with: perch secret set channels.lark.appSecret',
    zh: '请在开发者后台「凭证与基础信息」重新复制 App Secret，然后用 perch secret set channels.lark.appSecret 设置。',
  },
  'lark-app-id-invalid': {
    en: 'An App ID looks like cli_ followed by 16 hexadecimal characters. Copy it from Credentials & Basic Info.',
    zh: 'App ID 形如 cli_ 加 16 位十六进制字符，请从「凭证与基础信息」复制。',
  },
  'lark-app-id-missing': {
    en: 'Set channels.lark.appId in config.json, or the environment variable LARK_APP_ID.',
    zh: '请在 config.json 中设置 channels.lark.appId，或设置环境变量 LARK_APP_ID。',
  },
  'lark-secret-missing': {
    en: 'Set it with: perch secret set channels.lark.appSecret, or name an environment variable in appSecretEnv.',
    zh: '请运行 perch secret set channels.lark.appSecret，或在 appSecretEnv 中写明环境变量名。',
  },
  'lark-wrong-domain': {
    en: 'This App ID belongs to the other brand. Set channels.lark.domain to "lark" (international) or "feishu" (China).',
    zh: '这个 App ID 属于另一个平台，请把 channels.lark.domain 改为 "lark"（国际版）或 "feishu"（国内版）。',
  },
  'lark-busy': { en: 'The platform is busy. Perch tries again by itself.', zh: '平台繁忙，Perch 会自动重试。' },
  'lark-connection-refused': {
    en: 'Look into the developer console: the app is enabled and its newest version is published, and Events & callbacks is set to "Long connection". Perch tries again by itself.',
    zh: '请到开发者后台检查：应用已启用且最新版本已发布，「事件与回调」的订阅方式为「长连接」。Perch 会自动重试。',
  },
  'lark-too-many-connections': {
    en: 'This app already has its 50 connections. Stop Perch or other programs that use the same App ID elsewhere.',
    zh: '该应用的长连接已达 50 个，请停掉其他使用同一 App ID 的程序。',
  },
  'lark-unreachable': {
    en: 'Check the network, the proxy setting and that a firewall lets this computer reach the platform.',
    zh: '请检查网络、代理设置，以及防火墙是否允许访问平台。',
  },
  'lark-certificate': {
    en: 'Something between this computer and the platform replaces its certificate. Put that certificate into "caFile".',
    zh: '网络中有设备替换了平台证书，请把它的根证书写入 "caFile"。',
  },
  'lark-token-expired': { en: 'Perch renews the token by itself.', zh: 'Perch 会自动更新令牌。' },
  'lark-scope-missing': {
    en: 'Grant the permission in the developer console, then publish a new version of the app.',
    zh: '请在开发者后台开通该权限，并发布新版本。',
  },
  'lark-no-bot': {
    en: 'Add the Bot capability to the app in the developer console and publish a version.',
    zh: '请在开发者后台为应用添加「机器人」能力并发布版本。',
  },
  'lark-rate-limited': {
    en: 'Too many calls for the moment. Perch waits and tries again.',
    zh: '调用过于频繁，Perch 会稍后重试。',
  },
  'lark-quota-used-up': {
    en: 'The monthly API quota of this tenant is used up. It starts again next month, or upgrade the plan.',
    zh: '本月 API 调用额度已用完，下月自动恢复，或升级套餐。',
  },
  'lark-quota-low': {
    en: 'Near the limit Perch gives up streaming and typing signs first, answers last. If your plan has no limit, set quota.unmetered.',
    zh: '接近上限时，Perch 会先停用流式更新和“正在输入”标记，最后才停止回答。若套餐不限量，请设置 quota.unmetered。',
  },
  'lark-message-gone': { en: 'The message was withdrawn or deleted.', zh: '该消息已被撤回或删除。' },
  'lark-not-in-chat': { en: 'Add the bot to this group again.', zh: '请把机器人重新加入该群。' },
  'lark-not-available': {
    en: "This person is outside the app's availability range. Change it in the developer console.",
    zh: '对方不在应用的可用范围内，请在开发者后台调整。',
  },
  'lark-content-refused': { en: 'The platform refused this content.', zh: '平台拒绝了这条内容。' },
  'lark-stream-closed': {
    en: 'The card no longer streams; Perch delivers the rest another way.',
    zh: '卡片已停止流式更新，Perch 会改用其他方式发送。',
  },
  'lark-bad-request': {
    en: 'Look at the platform message and its log id in the log.',
    zh: '请查看日志中的平台消息与 log id。',
  },
  'lark-answer-invalid': {
    en: 'Something else than the platform answers: a proxy, the sign-in page of a network, or a wrong address in "domain". Open the address of the platform in a browser on this computer.',
    zh: '应答的不是平台：可能是代理、网络登录页，或 "domain" 的地址有误。请在本机浏览器中打开平台地址查看。',
  },
  'lark-not-allowed-here': {
    en: 'The settings of this group keep the bot from writing. An administrator of the group can change them.',
    zh: '该群的设置不允许机器人发言，请群管理员调整。',
  },
  'bot-already-served': {
    en: 'Stop the other Perch first, or give this one another App ID.',
    zh: '请先停止另一个 Perch，或换一个 App ID。',
  },
  // incoming webhooks of groups
  'hook-unknown': {
    en: 'Copy the webhook address again: Group Settings → Bots → the custom bot. It may have been removed.',
    zh: '请重新复制 Webhook 地址：群设置 → 群机器人 → 自定义机器人；该机器人可能已被移除。',
  },
  'hook-signature': {
    en: "Set the bot's signature secret again, and check this computer's clock: it may be off by an hour at most.",
    zh: '请重新设置机器人的签名密钥，并检查本机时间（误差不能超过一小时）。',
  },
  'hook-address': {
    en: "This computer's address is not in the bot's IP list. Add it in the bot's security settings.",
    zh: '本机 IP 不在机器人的 IP 白名单中，请在机器人的安全设置中添加。',
  },
  'hook-keyword': {
    en: "The bot only posts messages that contain one of its keywords. Add one to the text, or change the bot's security settings.",
    zh: '机器人只发送包含其关键词的消息，请在内容中加入关键词，或修改机器人的安全设置。',
  },
  'hook-uncertain': {
    en: 'Look into the group before you send it again.',
    zh: '请先到群里确认，再决定是否重发。',
  },
  'send-uncertain': {
    en: 'Look into the chat before you send it again.',
    zh: '请先到会话里确认，再决定是否重发。',
  },
  'lark-app-unknown': {
    en: 'The platform knows no app with this App ID. Copy it again from Credentials & Basic Info.',
    zh: '平台上没有这个 App ID 的应用，请从「凭证与基础信息」重新复制。',
  },
  'lark-proxy': {
    en: 'The proxy does not answer, or does not let Perch through. Check "proxy": whether it runs, its address, user and password.',
    zh: '代理没有应答，或不让 Perch 通过。请检查 "proxy"：代理是否在运行，地址、用户名和密码是否正确。',
  },
  'scan-expired': {
    en: 'Ask for a new code; each one is good for a few minutes.',
    zh: '请重新获取二维码，每个二维码只在几分钟内有效。',
  },
  'scan-denied': {
    en: 'The request was declined on the phone. Ask for a new code, or enter an App ID by hand.',
    zh: '手机上拒绝了请求。请重新获取二维码，或手动填写 App ID。',
  },
  'scan-unavailable': {
    en: 'Enter the App ID and secret by hand; or set "accountsUrl" if this platform has a server for scanning.',
    zh: '请手动填写 App ID 和密钥；若该平台提供扫码服务，请设置 "accountsUrl"。',
  },
  'account-exists': {
    en: 'Change that account instead, or remove it first.',
    zh: '请修改那个账号，或先移除它。',
  },
} as const satisfies Record<string, Words>
