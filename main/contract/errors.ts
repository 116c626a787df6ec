import type { Language, Words } from './words.ts'

/** Every failure a user can meet, with the one thing they can do about it. */
const hints = {
  // the platform and its credentials
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
    en: 'The server did not answer as the platform does. Check "domain".',
    zh: '服务器的回答不符合平台协议，请检查 "domain"。',
  },
  'lark-not-allowed-here': {
    en: 'The settings of this group keep the bot from writing. An administrator of the group can change them.',
    zh: '该群的设置不允许机器人发言，请群管理员调整。',
  },
  'bot-already-served': {
    en: 'Stop the other Perch first, or give this one another App ID.',
    zh: '请先停止另一个 Perch，或换一个 App ID。',
  },
  // the model
  'model-key-missing': {
    en: 'Set it with: perch secret set llm.apiKey, or name an environment variable in llm.apiKeyEnv.',
    zh: '请运行 perch secret set llm.apiKey，或在 llm.apiKeyEnv 中写明环境变量名。',
  },
  'model-key-refused': { en: 'Check the model key and set it again.', zh: '请检查模型密钥并重新设置。' },
  'model-no-credit': { en: 'Top up the account at the model provider.', zh: '请到模型服务商处充值。' },
  'model-unknown': { en: 'Check the name in llm.model.', zh: '请检查 llm.model 中的模型名称。' },
  'model-unreachable': {
    en: 'Check llm.apiBase and the network, then try again.',
    zh: '请检查 llm.apiBase 和网络，然后重试。',
  },
  'model-rate-limited': { en: 'Wait a moment, then write again.', zh: '请稍等片刻再试。' },
  'model-failed': { en: 'Try again; if it stays, look into the log.', zh: '请重试；若仍失败，请查看日志。' },
  'model-empty': { en: 'Ask again, perhaps in other words.', zh: '请换个说法再问一次。' },
  // configuration, secrets, files
  'config-broken': {
    en: 'Mend the place named above; the rest of the file stays as it is.',
    zh: '请修正上面指出的位置，文件其余部分保持不变。',
  },
  'config-unknown-key': {
    en: 'Look at the list with: perch config schema',
    zh: '可用 perch config schema 查看全部配置项。',
  },
  'config-invalid': {
    en: 'Look at the allowed values with: perch config schema',
    zh: '可用 perch config schema 查看允许的值。',
  },
  'secret-store-unavailable': {
    en: 'Check the file named above and its permissions.',
    zh: '请检查上面提到的文件及其权限。',
  },
  'secret-wrong-passphrase': {
    en: 'Start with the same PERCH_PASSPHRASE as when the secrets were stored.',
    zh: '请使用保存密钥时的 PERCH_PASSPHRASE 启动。',
  },
  'secret-file-mode': {
    en: 'Make the file readable for you alone: chmod 600 FILE',
    zh: '请让该文件仅自己可读：chmod 600 FILE',
  },
  'secrets-moved': {
    en: 'Nothing to do. Copies of the old file may still hold them: delete those, or renew the secrets.',
    zh: '无需操作。旧文件的副本可能仍含有密钥，请删除副本或更换密钥。',
  },
  'secret-host-changed': {
    en: 'The secret was stored for another host. If the new one is right, set the secret again with: perch secret set',
    zh: '该密钥是为另一个主机保存的。若新地址无误，请用 perch secret set 重新设置。',
  },
  'home-refused': {
    en: 'Choose a folder on a local disk with --home or PERCH_HOME.',
    zh: '请用 --home 或 PERCH_HOME 指定本地磁盘上的文件夹。',
  },
  'home-in-use': { en: 'Use the running Perch, or stop it first.', zh: '请使用正在运行的 Perch，或先停止它。' },
  'store-damaged': {
    en: 'The damaged file was kept beside it under the name above; Perch started with a new one.',
    zh: '损坏的文件已另存为上面的名称，Perch 使用了新的数据库。',
  },
  'store-newer': {
    en: 'Start the newer Perch, or give this one another home.',
    zh: '请使用更新版本的 Perch，或换一个主目录。',
  },
  'store-full': {
    en: 'Free some disk space. New messages are kept by the platform until then.',
    zh: '请清理磁盘空间；在此之前新消息由平台保留。',
  },
  'store-failed': { en: 'Check the disk and the permissions of the home folder.', zh: '请检查磁盘和主目录权限。' },
  'lock-failed': {
    en: 'Check that the folder named above can be written.',
    zh: '请确认上面提到的文件夹可写。',
  },
  'port-in-use': {
    en: 'Choose another port with --port, or 0 for any free one.',
    zh: '请用 --port 换一个端口，0 表示任意空闲端口。',
  },
  'public-host-refused': {
    en: 'Say --i-know-this-is-public if that is what you want, and put TLS in front.',
    zh: '如确需公开，请加 --i-know-this-is-public，并在前面配置 TLS。',
  },
  // asking
  'not-running': { en: 'Start it with: perch serve', zh: '请先运行 perch serve。' },
  'not-found': { en: 'Check the name or ID.', zh: '请检查名称或 ID。' },
  'not-permitted': { en: 'Ask the owner of this Perch.', zh: '请联系这个 Perch 的所有者。' },
  'bad-request': { en: 'Check what was typed; --help shows the form.', zh: '请检查输入，--help 可查看用法。' },
  'pairing-code-unknown': {
    en: 'Codes expire after an hour. Ask the person to write again for a new one.',
    zh: '配对码一小时后失效，请对方重新发消息获取。',
  },
  'tool-refused': { en: 'The path must stay inside the workspace.', zh: '路径必须在工作区内。' },
  cancelled: { en: 'Nothing more to do.', zh: '无需操作。' },
  internal: { en: 'Look at the last lines of the log: perch logs', zh: '请查看日志最后几行：perch logs' },
} as const satisfies Record<string, Words>

export type ErrorCode = keyof typeof hints

/** What crosses a wire: plain data, safe to show, never a stack or a secret. */
export type WireError = { readonly code: ErrorCode; readonly message: string; readonly hint: string }

const brand = Symbol.for('perch.AppError')

/** A failure that stops work. `message` names what and where; the code selects what the reader can do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly [brand] = true

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }

  /** The one thing the reader can do. */
  hint(language: Language = 'en'): string {
    return hints[this.code][language]
  }

  toWire(language: Language = 'en'): WireError {
    return { code: this.code, message: this.message, hint: this.hint(language) }
  }
}

/** True for our errors even when two bundles each carry the class, where `instanceof` fails. */
export const isAppError = (thrown: unknown): thrown is AppError => thrown instanceof Error && brand in thrown

/** Narrows whatever was thrown; an unknown failure keeps its cause for the log only. */
export function asAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown
  return new AppError('internal', 'Something unexpected went wrong.', { cause: thrown })
}

/** Rebuilds an error on the far side of a wire; an unknown code becomes `internal`. */
export function fromWire(error: WireError): AppError {
  return new AppError(Object.hasOwn(hints, error.code) ? error.code : 'internal', error.message)
}
