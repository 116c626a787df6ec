import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import type { AccountContext } from './context.ts'
import { readSigner, type Signer } from './peer-certificate.ts'
import { isUntrusted, type Probe } from './probe.ts'
import { usedProxy } from './proxy.ts'

export async function checkCertificate(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const [probe, signer] = await Promise.all([
    context.probe(signal),
    readSigner(context.account.baseUrl, usedProxy(context), signal),
  ])
  return judgeCertificate(probe, signer, context.ports.config().caFile)
}

/** Exported for its table of decisions. */
export function judgeCertificate(probe: Probe, signer: Signer | undefined, caFile: string): Finding {
  if (probe.reached) return ok(trusted(signer))
  if (!isUntrusted(probe)) return unknown(notSeen, undefined, { raw: probe.code })
  const by: Words = signer
    ? { en: ` It was issued by "${signer.issuer}".`, zh: `签发者为“${signer.issuer}”。` }
    : { en: '', zh: '' }
  const raw = `${probe.code}${signer ? `; issuer: ${signer.issuer}` : ''}`
  if (/EXPIRED|NOT_YET_VALID/.test(probe.code)) {
    return failed(
      { en: `The certificate is not valid at this time.${by.en}`, zh: `证书在当前时间无效。${by.zh}` },
      {
        en: 'Set the clock of this computer; if it is right, tell your administrator.',
        zh: '请校准本机时间；若时间正确，请联系网络管理员。',
      },
      { raw },
    )
  }
  return failed(
    {
      en: `The certificate is not trusted.${by.en} Most likely a proxy or a security program in this network opens encrypted connections.`,
      zh: `证书不受信任。${by.zh}很可能是网络中的代理或安全软件在解密 HTTPS 连接。`,
    },
    caFile === ''
      ? {
          en: 'Get the root certificate of that authority from your administrator as a PEM file, and put its path into "caFile".',
          zh: '请向管理员索取该签发者的根证书（PEM 文件），并把路径写入 "caFile"。',
        }
      : {
          en: `"caFile" is set to ${caFile}, but the certificate of this authority is not in it. Add it and start Perch again.`,
          zh: `"caFile" 已设为 ${caFile}，但其中没有该签发者的证书。请补充后重新启动 Perch。`,
        },
    { raw, action: 'open-settings' },
  )
}

const trusted = (signer: Signer | undefined): Words =>
  signer === undefined || signer.wellKnown
    ? {
        en: `The certificate is trusted${signer ? ` (${signer.issuer})` : ''}.`,
        zh: `证书受信任${signer ? `（${signer.issuer}）` : ''}。`,
      }
    : {
        en: `The certificate is trusted, but "${signer.issuer}" is no public authority: this network opens encrypted connections.`,
        zh: `证书受信任，但“${signer.issuer}”不是公共签发机构：该网络会解密 HTTPS 连接。`,
      }

const notSeen: Words = { en: 'No certificate was seen.', zh: '没有看到证书。' }
