import { failed, nothing, ok, saysOf, sentences, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import { isGranted, missingScopes, type WantedScope } from '../wanted.ts'
import type { GrantedScope, Said } from './asking.ts'

/**
 * `grant_status` 1 of application/v6/scopes: granted. Anything else is not, or not yet. The bot acts as itself, so what is
 * granted to its users (`scope_type` user) is of no use to it.
 */
export const grantedIn = (scopes: readonly GrantedScope[]): ReadonlySet<string> =>
  new Set(
    scopes
      .filter(({ grant_status: status, scope_type: type }) => status === 1 && type !== 'user')
      .map(({ scope_name: name }) => name),
  )

/** The same permissions listed, but not granted: somebody asked for them. */
const isAskedFor = (wanted: WantedScope, scopes: readonly GrantedScope[]): boolean =>
  scopes.some(({ scope_name: name, grant_status: status }) => status !== 1 && wanted.anyOf.includes(name))

/** Whether the app has one permission. `link` asks for all that are missing at once. */
export function judgeScope(
  wanted: WantedScope,
  said: Said<readonly GrantedScope[]>,
  link: string | undefined,
): Finding {
  if ('error' in said) {
    return unknown(
      {
        en: `The platform did not list the permissions: ${saysOf(said.error).en}`,
        zh: `平台没有列出权限：${saysOf(said.error).zh}`,
      },
      {
        en: `In the console, open Permissions & Scopes and look for ${wanted.anyOf.join(' or ')}. ${wanted.without.en}`,
        zh: `请在后台「权限管理」查找 ${wanted.anyOf.join(' 或 ')}。缺少时：${wanted.without.zh}`,
      },
      { link, raw: saysOf(said.error).en },
    )
  }
  if (isGranted(wanted, grantedIn(said.value)))
    return ok({ en: `Granted. ${wanted.why.en}`, zh: `已开通。${wanted.why.zh}` })
  const asked = isAskedFor(wanted, said.value)
  const detail = sentences(
    asked ? waits : { en: `Missing: ${wanted.name}.`, zh: `缺少：${wanted.name}。` },
    wanted.without,
  )
  if (wanted.need === 'may') return ok(sentences(optional, detail), { link, fix: nothing })
  return failed(detail, asked ? askAdministrator : link ? grant : grantByHand, {
    link,
    ...(asked ? {} : { action: 'grant-scopes' }),
  })
}

const optional: Words = { en: 'Not granted, and not needed unless you want it.', zh: '未开通，非必需。' }
const waits: Words = { en: 'It was asked for and waits for an administrator.', zh: '已申请，等待管理员审批。' }
const grant: Words = {
  en: 'Add the missing permissions with the link, then publish a new version of the app.',
  zh: '请通过链接开通缺少的权限，然后发布新版本。',
}
const grantByHand: Words = {
  en: 'In the developer console, open Permissions & Scopes, add the missing permissions, then publish a new version of the app.',
  zh: '请在开发者后台打开「权限管理」，开通缺少的权限，然后发布新版本。',
}
const askAdministrator: Words = {
  en: 'Ask an administrator of your company to approve it.',
  zh: '请联系企业管理员审批。',
}

/** The permissions that one link should ask for: all that are missing, and the one in question. */
export function missingIn(said: Said<readonly GrantedScope[]>, wanted: WantedScope): readonly string[] {
  if ('error' in said) return [wanted.name]
  const granted = grantedIn(said.value)
  const missing = missingScopes(granted).map(({ name }) => name)
  return isGranted(wanted, granted) || missing.includes(wanted.name) ? missing : [...missing, wanted.name]
}
