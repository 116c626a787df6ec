import { failed, hintOf, ok, saysOf, sentences, unknown, type Finding } from '../../base/finding.ts'
import { AppError } from '../../contract/errors.ts'
import type { Words } from '../../contract/words.ts'
import { PlatformError } from '../failures.ts'
import type { EndpointRefusal } from '../endpoint.ts'
import type { Said } from './asking.ts'
import { again, commonRefusal, rawOf, saysNoSuchApp } from './refusals.ts'

/** Answers that sound like wrong credentials and may have another cause; they are never told as certain. */
const DOUBTFUL: ReadonlySet<number | undefined> = new Set([
  99991661, 99991663, 99991664, 99991668, 1000040345, 514, 403,
])

/** The token API's code for what it can't read. */
const MALFORMED = 10003

/** The endpoint's code for an App ID of the other brand. */
const WRONG_DOMAIN = 1000040351

/**
 * Whether the token API takes App ID and Secret. Nothing but its own refusal is called a wrong secret; `newSecret` mends
 * it. `allowlist` is the page where the console keeps the addresses that may call.
 */
export function judgeToken(said: Said<true>, link: string | undefined, newSecret: Words, allowlist?: string): Finding {
  if ('value' in said) {
    return ok({ en: 'The platform takes App ID and App Secret.', zh: '平台接受 App ID 与 App Secret。' })
  }
  const { error } = said
  if (error.code === 'lark-bad-secret') {
    const fix = saysNoSuchApp(error) ? copyAppId : newSecret
    return failed(refusedWords(error), fix, { raw: rawOf(error), link })
  }
  if (error instanceof PlatformError && DOUBTFUL.has(error.platformCode)) return doubtful(error, link)
  const common = commonRefusal(error, allowlist)
  if (common) return common
  const raw = rawOf(error)
  if (error instanceof PlatformError && error.platformCode !== undefined && error.retry === 'no')
    return failed(otherRefusal(error.platformCode), lookAtApp, { raw, link })
  return unknown(noToken(error), error.code === 'lark-answer-invalid' ? notPlatform : again, { raw })
}

const otherRefusal = (code: number): Words => ({
  en: `The platform gives no token and answers ${code}. That is none of its codes for a wrong App Secret; the app may be deleted, switched off or not usable from here.`,
  zh: `平台没有给出令牌，返回 ${code}。这不是 App Secret 错误的代码；应用可能已被删除、停用，或不允许从此处使用。`,
})
const lookAtApp: Words = {
  en: 'Open the app in the developer console: see that it still exists and is switched on. The log id finds the cause there.',
  zh: '请在开发者后台打开该应用，确认它仍然存在且已启用；可用 log id 在后台查询原因。',
}
const noToken = (error: AppError): Words => ({
  en: `The token could not be had, for another reason than the App Secret: ${saysOf(error).en}`,
  zh: `未能获取令牌，但原因不是 App Secret：${saysOf(error).zh}`,
})
const notPlatform: Words = {
  en: 'Something else than the platform answers: the sign-in page of a Wi-Fi, a proxy, or a wrong "domain". Open the address of the platform in a browser on this computer.',
  zh: '应答的不是平台：可能是 Wi-Fi 登录页、代理，或 "domain" 有误。请在本机浏览器中打开平台地址。',
}

/** Certain only where the platform says so itself. */
function refusedWords(error: AppError): Words {
  const code = error instanceof PlatformError ? (error.platformCode ?? '') : ''
  if (saysNoSuchApp(error))
    return {
      en: `The platform says that no app has this App ID (${code}). It may be mistyped, deleted, or one of the other brand.`,
      zh: `平台表示不存在使用这个 App ID 的应用（${code}）：可能输入有误、应用已删除，或属于另一个平台。`,
    }
  if (code === MALFORMED)
    return {
      en: 'The platform calls App ID or App Secret malformed (10003); it answers so for an App ID that it does not know, too.',
      zh: '平台认为 App ID 或 App Secret 格式不正确（10003）；App ID 不存在时也会返回这个代码。',
    }
  return {
    en: 'The platform does not take this App ID with this App Secret. One of them is wrong, or the app belongs to the other brand.',
    zh: '平台不接受这个 App ID 与 App Secret 的组合：其中之一有误，或应用属于另一个平台。',
  }
}

/** A new secret mends nothing for an app that does not exist. */
const copyAppId: Words = {
  en: 'Copy App ID and App Secret again from Credentials & Basic Info of the app in the developer console, and see that the app still exists.',
  zh: '请在开发者后台该应用的「凭证与基础信息」重新复制 App ID 和 App Secret，并确认应用仍然存在。',
}

/** 99991663 and 99991668 are read as wrong credentials, or as a bot that is off; both readings may be wrong. */
export function doubtful(error: PlatformError, link: string | undefined): Finding {
  const code = error.platformCode ?? 0
  return failed(
    {
      en: `The platform answered ${code}. Often the token or the credentials are invalid, sometimes the bot capability is off; the code alone does not tell.`,
      zh: `平台返回 ${code}。常见原因是令牌或凭证无效，有时是未开启机器人能力；仅凭代码无法确定。`,
    },
    {
      en: 'Compare App ID and App Secret with the console, and see that the Bot capability is on and a version is published. The log id finds the cause in the console.',
      zh: '请核对控制台中的 App ID 与 App Secret，并确认已开启机器人能力且已发布版本。可用 log id 在后台查询原因。',
    },
    { raw: rawOf(error), link },
  )
}

/** `otherName` is the brand that the app may belong to instead. */
export type BrandFacts = {
  readonly endpoint: 'given' | EndpointRefusal
  readonly hereName: string
  readonly otherName: string | undefined
}

/** Feishu or Lark: an app lives on one side only. The other side is not tried: its host was never given this secret. */
export function judgeBrand({ endpoint, hereName, otherName }: BrandFacts): Finding {
  if (endpoint !== 'given' && endpoint.endpointCode === WRONG_DOMAIN) {
    return failed(
      {
        en: `The platform says that this app belongs to another domain than ${hereName}.`,
        zh: `平台表示该应用不属于 ${hereName} 这个域名。`,
      },
      otherName === undefined
        ? {
            en: 'Set "domain" to "feishu" or "lark", whichever console you see the app in, or to the address of its own platform.',
            zh: '请将 "domain" 设为能看到该应用的后台所属平台（"feishu" 或 "lark"），或其自有平台的地址。',
          }
        : { en: `Set "domain" to "${otherName}".`, zh: `请将 "domain" 设为 "${otherName}"。` },
      {
        raw: endpoint.reason.en,
        ...(otherName === undefined ? { action: 'open-settings' } : { action: 'switch-brand' }),
      },
    )
  }
  if (endpoint === 'given') return ok({ en: `The app belongs to ${hereName}.`, zh: `该应用属于 ${hereName}。` })
  return unknown(
    sentences(
      {
        en: 'The platform did not say whether the app belongs here.',
        zh: '平台没有说明该应用是否属于这里。',
      },
      endpoint.reason,
    ),
    {
      en: 'Look at the address of the developer console where you see the app: open.feishu.cn is "feishu", open.larksuite.com is "lark".',
      zh: '请看能看到该应用的开发者后台地址：open.feishu.cn 对应 "feishu"，open.larksuite.com 对应 "lark"。',
    },
    { raw: endpoint.reason.en },
  )
}

/** Whether the platform would let this app open a long connection now. */
export function judgeEndpoint(answer: 'given' | EndpointRefusal, link: string | undefined): Finding {
  if (answer === 'given') {
    return ok({
      en: 'The platform gives out an address for a long connection.',
      zh: '平台给出了长连接地址。',
    })
  }
  const { code, reason, endpointCode } = answer
  const raw = reason.en
  if (code === 'lark-too-many-connections') {
    return failed(
      {
        en: 'The app already has as many connections as it may have (50): other programs use the same App ID.',
        zh: '该应用的长连接数已达上限（50）：有其他程序在使用同一个 App ID。',
      },
      {
        en: 'Stop the other programs. If you do not know them, reset the App Secret in the console: then only who has the new one connects.',
        zh: '请停掉其他程序；如果不清楚是哪些程序，可在后台重置 App Secret，之后只有持有新密钥的程序能连接。',
      },
      { raw, link },
    )
  }
  if (endpointCode !== undefined && DOUBTFUL.has(endpointCode)) {
    return failed(
      {
        en: `The platform refuses the long connection with ${endpointCode}. The same code stands for a wrong App Secret, for an app that is not published, and for a busy platform.`,
        zh: `平台以 ${endpointCode} 拒绝长连接。同一代码可能表示 App Secret 错误、应用未发布，或平台繁忙。`,
      },
      {
        en: 'If the credentials are right, see that a version is published and long connection is chosen under Events & Callbacks, then try again in a minute.',
        zh: '如果凭证正确，请确认已发布版本，并在「事件与回调」中选择了长连接，一分钟后再试。',
      },
      { raw, link },
    )
  }
  if (code === 'lark-busy') return failed(sentences(busy, reason), again, { raw })
  return failed(reason, hintOf(new AppError(code, reason)), { raw, link })
}

const busy = {
  en: 'The platform is busy and gave out no address. Perch tries again by itself.',
  zh: '平台繁忙，没有给出地址。Perch 会自动重试。',
}
