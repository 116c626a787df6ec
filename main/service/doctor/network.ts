import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { codeOf } from '../../base/atomic-file.ts'
import { failed, ok, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import { checkCertificate } from './certificate.ts'
import type { Check } from './check.ts'
import { checkClock } from './clock.ts'
import type { AccountContext } from './context.ts'
import { isUntrusted, type Probe } from './probe.ts'
import { checkProxy, offeredProxy, usedProxy } from './proxy.ts'

const hostOf = ({ account }: AccountContext): string => new URL(account.baseUrl).hostname

async function checkDns(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const host = hostOf(context)
  try {
    const found = await Promise.race([lookup(host, { all: true }), rejectWith(signal)])
    const addresses = found.map(({ address }) => address).slice(0, 4)
    return ok({ en: `${host} is ${addresses.join(', ')}.`, zh: `${host} 解析为 ${addresses.join('、')}。` })
  } catch (thrown) {
    signal.throwIfAborted()
    const code = codeOf(thrown) ?? 'unknown'
    return failed(
      { en: `The name ${host} can not be resolved (${code}).`, zh: `无法解析域名 ${host}（${code}）。` },
      {
        en: 'Check that this computer is online and its DNS works; in a company network, whether a proxy is needed.',
        zh: '请检查本机是否联网、DNS 是否正常；在公司网络中确认是否需要代理。',
      },
      { raw: code },
    )
  }
}

const rejectWith = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

async function checkReach(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const { account } = context
  const probe = await context.probe(signal)
  if (probe.reached) {
    const took = Math.max(0, Math.round(probe.answered - probe.asked))
    return ok({ en: `${account.baseUrl} answers (${took} ms).`, zh: `${account.baseUrl} 有应答（${took} 毫秒）。` })
  }
  if (isUntrusted(probe)) {
    return ok({
      en: `${account.baseUrl} takes connections; what is wrong with its certificate, the next check says.`,
      zh: `${account.baseUrl} 可以连接；证书问题见下一项检查。`,
    })
  }
  const raw = probe.proxyStatus === undefined ? probe.code : `HTTP ${probe.proxyStatus} from the proxy`
  return failed(notReached(account.baseUrl, probe, raw), wayOut(probe), { raw })
}

const notReached = (address: string, probe: Extract<Probe, { reached: false }>, raw: string): Words =>
  probe.proxyStatus === undefined
    ? { en: `${address} can not be reached (${raw}).`, zh: `无法访问 ${address}（${raw}）。` }
    : {
        en: `The proxy does not let through to ${address}: it answered HTTP ${probe.proxyStatus}.`,
        zh: `代理不允许访问 ${address}：返回 HTTP ${probe.proxyStatus}。`,
      }

function wayOut({ proxyStatus }: Extract<Probe, { reached: false }>): Words {
  if (proxyStatus === 407) {
    return {
      en: 'The proxy wants a name and password, or refuses those that are set: in "proxy", write them before the host, the name first, then a colon, the password and an @ sign.',
      zh: '代理需要用户名和密码，或不接受已设置的：请在 "proxy" 中写在主机之前，依次为用户名、冒号、密码和 @ 符号。',
    }
  }
  return {
    en: 'Check the network, a firewall on this computer or in the company, and whether a proxy is needed. Only outgoing HTTPS to this address is necessary.',
    zh: '请检查网络、本机或公司的防火墙，以及是否需要代理。只需要能访问该地址的出站 HTTPS。',
  }
}

export const networkChecks: readonly Check<AccountContext>[] = [
  {
    id: 'proxy',
    layer: 'network',
    title: { en: 'Proxy', zh: '代理' },
    covers: ['N02', 'N03', 'N23'],
    applies: context => usedProxy(context) !== '' || offeredProxy(context) !== '',
    timeoutMs: 25_000,
    run: checkProxy,
  },
  {
    id: 'dns',
    layer: 'network',
    title: { en: 'Name of the platform', zh: '平台域名' },
    covers: ['N02', 'N03', 'N31'],
    needs: ['proxy'],
    applies: context => usedProxy(context) === '' && isIP(hostOf(context).replace(/^\[|\]$/g, '')) === 0,
    run: checkDns,
  },
  {
    id: 'reach',
    layer: 'network',
    title: { en: 'Way to the platform', zh: '访问平台' },
    covers: ['N02', 'N03', 'N22', 'N23', 'N27', 'N31'],
    needs: ['proxy', 'dns'],
    run: checkReach,
  },
  {
    id: 'certificate',
    layer: 'network',
    title: { en: 'Certificate of the platform', zh: '平台证书' },
    covers: ['N02', 'N03'],
    needs: ['reach'],
    applies: ({ account }) => account.baseUrl.startsWith('https:'),
    run: checkCertificate,
  },
  {
    id: 'clock',
    layer: 'network',
    title: { en: 'Clock of this computer', zh: '本机时间' },
    covers: ['N09', 'N24'],
    needs: ['reach'],
    run: checkClock,
  },
]
