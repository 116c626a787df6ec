import { failed, hintOf, saysOf, unknown, type Finding } from '../../base/finding.ts'
import type { AppError } from '../../contract/errors.ts'
import type { Words } from '../../contract/words.ts'
import { PlatformError } from '../failures.ts'

/** The platform's code for a call from an address that the app's IP allowlist does not hold. */
const ADDRESS_REFUSED = 99991401

/** What the other side said itself, for a person to look up: code, message, log id. */
export const rawOf = (error: AppError): string => error.message

const NO_SUCH_APP = /\bapp[\s_]?(id)?\s+(is |does |do )?(not exists?|not found|unknown|invalid)\b/i

/**
 * Whether the platform's own words say that no app has this App ID: 10014 stands for a wrong secret and, told apart by
 * its words alone, for an unknown App ID as well; the Open API counts them as one.
 */
export const saysNoSuchApp = (error: AppError): boolean =>
  error.code === 'lark-bad-secret' && NO_SUCH_APP.test(error.message)

/** Refusals that mean the same whatever was asked; `undefined` for any other. `link` is the page of the allowlist. */
export function commonRefusal(error: AppError, link: string | undefined): Finding | undefined {
  const raw = rawOf(error)
  if (error instanceof PlatformError && error.platformCode === ADDRESS_REFUSED)
    return failed(addressRefused, allowAddress, { raw, link })
  if (error.code === 'lark-quota-used-up') return failed(usedUp, hintOf(error), { raw })
  if (error.code === 'lark-rate-limited') return unknown(tooMany(error), again, { raw })
  if (error.code === 'cancelled') return unknown(saysOf(error), again)
  return undefined
}

export const again: Words = { en: 'Run this check again in a minute.', zh: '请一分钟后重新检查。' }

const addressRefused: Words = {
  en: 'The platform refuses calls from the address of this network (99991401): the app has an IP allowlist without it.',
  zh: '平台拒绝来自本网络地址的调用（99991401）：应用设置了 IP 白名单，其中没有该地址。',
}
const allowAddress: Words = {
  en: 'In the console, open Security Settings: add the address that the platform names to the IP allowlist, or empty the list.',
  zh: '请在后台「安全设置」的 IP 白名单中加入平台给出的地址，或清空白名单。',
}
const usedUp: Words = {
  en: 'The platform refuses calls: those of this month are used up (99991403).',
  zh: '平台拒绝调用：本月 API 调用额度已用完（99991403）。',
}
const tooMany = (error: AppError): Words => ({
  en: `There were too many calls at this moment: ${saysOf(error).en}`,
  zh: `当前调用过于频繁：${saysOf(error).zh}`,
})
