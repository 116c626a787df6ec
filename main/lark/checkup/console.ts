import { failed, hintOf, ok, saysOf, sentences, unknown, type Finding } from '../../base/finding.ts'
import type { AppError } from '../../contract/errors.ts'
import type { Words } from '../../contract/words.ts'
import { PlatformError } from '../failures.ts'
import type { ApplicationAnswer, BotAnswer, Said } from './asking.ts'
import { doubtful } from './credentials.ts'
import { again, commonRefusal, rawOf } from './refusals.ts'

/** `activate_status` of bot/v3/info; 2 is the one that works. */
const statuses: Readonly<Record<number, Words>> = {
  0: { en: 'it was never installed in this company: no version is published', zh: '从未在企业中安装：尚未发布版本' },
  1: { en: 'an administrator of the company switched it off', zh: '企业管理员已停用' },
  3: { en: 'it is installed and waits to be switched on', zh: '已安装，等待启用' },
  4: { en: 'an upgrade waits to be switched on', zh: '升级后等待启用' },
  5: { en: 'its license ran out', zh: '许可证已过期' },
  6: { en: 'the plan of this company ran out or was reduced', zh: '企业套餐到期或降级' },
}

/** `allowlist` is the page where the console keeps the addresses that may call. */
export function judgeBot(said: Said<BotAnswer>, link: string | undefined, allowlist?: string): Finding {
  if ('error' in said) return commonRefusal(said.error, allowlist) ?? botRefused(said.error, link)
  const { activate_status: status, app_name: name } = said.value
  if (status === undefined || status === 2)
    return ok({ en: `The bot "${name}" is there and switched on.`, zh: `机器人“${name}”已启用。` })
  const why = statuses[status] ?? { en: `its state is ${status}`, zh: `状态为 ${status}` }
  return failed(
    { en: `The bot "${name}" is not in use: ${why.en}.`, zh: `机器人“${name}”不可用：${why.zh}。` },
    {
      en: 'Publish a version of the app, or ask an administrator of your company to switch it on.',
      zh: '请发布应用版本，或请企业管理员启用该应用。',
    },
    { link, raw: `bot/v3/info: activate_status ${status}` },
  )
}

function botRefused(error: AppError, link: string | undefined): Finding {
  if (error instanceof PlatformError && error.code === 'lark-no-bot') {
    return failed(
      { en: 'The app has no bot capability, or it is not published yet.', zh: '应用没有机器人能力，或尚未发布。' },
      hintOf(error),
      { link, raw: rawOf(error) },
    )
  }
  if (error instanceof PlatformError && (error.platformCode === 99991663 || error.platformCode === 99991668))
    return doubtful(error, link)
  return unknown(
    {
      en: `The platform did not tell about the bot: ${saysOf(error).en}`,
      zh: `平台没有告知机器人状态：${saysOf(error).zh}`,
    },
    {
      en: 'In the console, open Features > Bot: it must be added, and a version published since.',
      zh: '请在后台打开「应用能力 > 机器人」：须已添加，并在之后发布过版本。',
    },
    { link, raw: saysOf(error).en },
  )
}

const draft: Words = {
  en: 'What was changed in the console after that counts only once a new version is published; the platform does not tell about drafts.',
  zh: '此后在后台做的修改，要发布新版本才生效；平台不会告知草稿状态。',
}

export function judgePublished(said: Said<ApplicationAnswer>, link: string | undefined): Finding {
  if ('error' in said) return notTold(said.error, link, versionTest)
  const { status, online_version_id: online, unaudit_version_id: waiting } = said.value
  const review: Words | undefined = waiting
    ? { en: 'Another version waits for review by an administrator.', zh: '另有一个版本等待管理员审核。' }
    : undefined
  if (status === 0) {
    return failed(
      { en: 'An administrator of the company switched the app off.', zh: '企业管理员已停用该应用。' },
      { en: 'Ask the administrator to switch it on again.', zh: '请联系管理员重新启用。' },
      { link, raw: 'application/v6: status 0' },
    )
  }
  if (status === 2) {
    return failed(
      sentences({ en: 'The app is not switched on in this company.', zh: '该应用在企业中未启用。' }, review),
      {
        en: 'Publish a version, or ask an administrator to switch the app on.',
        zh: '请发布版本，或请管理员启用该应用。',
      },
      { link, raw: 'application/v6: status 2' },
    )
  }
  if (online && status === 3) {
    const detail = {
      en: 'A version is published, and the platform does not know whether the app is switched on.',
      zh: '已发布版本，但平台没有告知应用是否启用。',
    }
    return unknown(detail, versionTest, { link, raw: 'application/v6: status 3' })
  }
  if (online === undefined && !waiting) {
    const detail = {
      en: 'The platform does not tell whether a version is published.',
      zh: '平台没有告知是否已发布版本。',
    }
    return unknown(detail, versionTest, { link })
  }
  if (online) return ok(sentences({ en: 'A version is published.', zh: '已发布版本。' }, review, draft), { link })
  return failed(
    sentences(
      {
        en: 'No version of the app was ever published: nothing set in the console counts yet.',
        zh: '应用从未发布版本，后台的任何设置都还没有生效。',
      },
      review,
    ),
    waiting
      ? { en: 'Ask an administrator of your company to approve the version.', zh: '请联系企业管理员审核该版本。' }
      : {
          en: 'Create a version under Version Management & Release, and publish it.',
          zh: '请在「版本管理与发布」创建版本并发布。',
        },
    { link, raw: 'application/v6: online_version_id is empty' },
  )
}

const versionTest: Words = {
  en: 'Open Version Management & Release: the newest version must say "Published", and nothing above it may ask to create a version.',
  zh: '打开「版本管理与发布」：最新版本应为「已发布」，且页面顶部没有提示需要创建版本。',
}

/** Why there is no answer, and what a person can look at instead. */
export function notTold(error: Error, link: string | undefined, test: Words): Finding {
  const scopes = error instanceof PlatformError ? (error.scopes ?? []) : []
  const detail =
    scopes.length > 0
      ? {
          en: `The platform tells this only with the permission ${scopes.join(' or ')}.`,
          zh: `平台仅在应用拥有权限 ${scopes.join(' 或 ')} 时才会告知。`,
        }
      : { en: `The platform did not tell: ${saysOf(error).en}`, zh: `平台没有告知：${saysOf(error).zh}` }
  const isMoment = error instanceof PlatformError && error.code === 'lark-rate-limited'
  return unknown(detail, isMoment ? again : test, { link, raw: saysOf(error).en })
}
