import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import { createNetwork } from '../../base/network.ts'
import { proxyFor } from '../../base/proxy.ts'
import type { AccountContext } from './context.ts'
import { isUntrusted, knock, probeAddress, type Probe } from './probe.ts'

/** The proxy that the settings lead to; '' for none. */
export const usedProxy = ({ account, ports }: AccountContext): string =>
  proxyFor(account.baseUrl, ports.config().proxy, ports.env)

/** The proxy that the environment names, whether or not it is used. */
export const offeredProxy = ({ account, ports }: AccountContext): string =>
  proxyFor(account.baseUrl, 'system', { ...ports.env, no_proxy: '', NO_PROXY: '' })

/** Without name and password. */
const placeOf = (proxy: string): string => URL.parse(proxy)?.host ?? proxy.replace(/.*@/, '')

export async function checkProxy(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const used = usedProxy(context)
  return used === '' ? checkUnusedProxy(context, signal) : checkUsedProxy(context, used, signal)
}

async function checkUsedProxy(context: AccountContext, proxy: string, signal: AbortSignal): Promise<Finding> {
  const place = placeOf(proxy)
  const { hostname, port, protocol } = new URL(proxy)
  const usual = protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : 1080
  const trouble = await knock(hostname, Number(port || usual), signal)
  if (trouble === undefined) return ok({ en: `The proxy ${place} takes connections.`, zh: `代理 ${place} 可以连接。` })
  const direct = await probeBy(context, 'none', signal)
  return failed(
    { en: `The proxy ${place} does not answer (${trouble}).`, zh: `代理 ${place} 没有应答（${trouble}）。` },
    direct.reached
      ? {
          en: 'The platform can be reached without it: set "proxy" to "none", or start the proxy.',
          zh: '不经代理可以访问平台：请将 "proxy" 设为 "none"，或启动代理。',
        }
      : {
          en: 'Start the proxy, or correct "proxy" in the settings (or HTTPS_PROXY in the environment).',
          zh: '请启动代理，或修正设置中的 "proxy"（或环境变量 HTTPS_PROXY）。',
        },
    { raw: trouble, action: 'open-settings' },
  )
}

async function checkUnusedProxy(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const place = placeOf(offeredProxy(context))
  const direct = await context.probe(signal)
  if (direct.reached || isUntrusted(direct)) {
    return ok({
      en: `The platform is reached directly; the proxy ${place} of the environment is not needed.`,
      zh: `可以直接访问平台，不需要环境变量中的代理 ${place}。`,
    })
  }
  const through = await probeBy(context, offeredProxy(context), signal)
  if (through.reached || isUntrusted(through)) {
    return failed(
      {
        en: `The platform can not be reached directly (${direct.code}), but through the proxy ${place} of the environment it can.`,
        zh: `无法直接访问平台（${direct.code}），但经环境变量中的代理 ${place} 可以。`,
      },
      {
        en: 'Set "proxy" to "system" (and take the platform out of NO_PROXY), so that Perch uses it.',
        zh: '请将 "proxy" 设为 "system"（并从 NO_PROXY 中去掉平台域名），让 Perch 使用该代理。',
      },
      { raw: direct.code, action: 'open-settings' },
    )
  }
  return unknown(
    {
      en: `The platform answers neither directly (${direct.code}) nor through the proxy ${place} (${codeIn(through)}).`,
      zh: `直接访问（${direct.code}）和经代理 ${place}（${codeIn(through)}）都没有应答。`,
    },
    {
      en: `Open ${context.account.baseUrl} in a browser on this computer.`,
      zh: `请在本机浏览器中打开 ${context.account.baseUrl}。`,
    },
    { raw: `${direct.code}; ${codeIn(through)}` },
  )
}

/** The same request by another way than the settings say. */
async function probeBy({ account, ports }: AccountContext, proxy: string, signal: AbortSignal): Promise<Probe> {
  const network = createNetwork({ proxy: () => proxy, env: {} })
  try {
    return await probeAddress(account.baseUrl, network.agent, ports.now, signal)
  } finally {
    await network.close()
  }
}

const codeIn = (probe: Probe): string => (probe.reached ? `HTTP ${probe.status}` : probe.code)
