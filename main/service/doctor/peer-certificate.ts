import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, rootCertificates, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { X509Certificate } from 'node:crypto'

/** Who signed for an address. */
export type Signer = {
  /** The name of the authority at the top of the chain, as far as the address sent it. */
  readonly issuer: string
  /** Whether that authority is one of those that every Node trusts. */
  readonly wellKnown: boolean
}

/**
 * Looks at the certificate that an address shows, whoever signed it, and hangs up; nothing is sent. `proxy` is '' for
 * none. Gives `undefined` when none could be seen. Never rejects.
 */
export async function readSigner(address: string, proxy: string, signal: AbortSignal): Promise<Signer | undefined> {
  const url = new URL(address)
  try {
    const tunnel = proxy === '' ? undefined : await openTunnel(url, proxy, signal)
    const shown = await handshake(url, tunnel, signal)
    return signerOf(shown)
  } catch {
    return undefined // the caller says that it could not be seen
  }
}

function handshake(url: URL, tunnel: Duplex | undefined, signal: AbortSignal): Promise<DetailedPeerCertificate> {
  const place = tunnel ? { socket: tunnel } : { host: url.hostname, port: Number(url.port || 443) }
  return new Promise((resolve, reject) => {
    // Looking is the purpose: who signed can't be named once the handshake is refused. No byte of ours follows.
    const socket: TLSSocket = connect({ ...place, servername: url.hostname, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate(true))
      socket.destroy()
    })
    socket.once('error', reject)
    signal.addEventListener('abort', () => socket.destroy(new Error('aborted')), { once: true })
  })
}

/** CONNECT through an HTTP proxy; other kinds reject. */
function openTunnel(url: URL, proxy: string, signal: AbortSignal): Promise<Duplex> {
  const { protocol, hostname, port, username, password } = new URL(proxy)
  if (!/^https?:$/.test(protocol)) return Promise.reject(new Error('no HTTP proxy'))
  const place = `${url.hostname}:${url.port || 443}`
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)({
      host: hostname,
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      method: 'CONNECT',
      path: place,
      headers: { host: place, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${login}` }) },
      signal,
    })
    request.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket)
      socket.destroy()
      return reject(new Error('the proxy refused'))
    })
    request.once('error', reject)
    request.end()
  })
}

function signerOf(shown: DetailedPeerCertificate): Signer {
  let top = shown
  for (let step = 0; step < 10 && isAbove(top.issuerCertificate, top); step++) top = top.issuerCertificate
  const { O: organisation, CN: name } = top.issuer
  const issuer = [...new Set([organisation, name].flat())].filter(Boolean).join(', ')
  return { issuer: issuer || 'an authority without a name', wellKnown: isWellKnown(top) }
}

const isAbove = (
  above: DetailedPeerCertificate | undefined,
  below: DetailedPeerCertificate,
): above is DetailedPeerCertificate => above !== undefined && above.fingerprint256 !== below.fingerprint256

let roots: readonly X509Certificate[] | undefined

/** Servers leave the root itself out, so whoever signed the last one counts as well. */
function isWellKnown(top: DetailedPeerCertificate): boolean {
  roots ??= rootCertificates.map(text => new X509Certificate(text))
  const certificate = new X509Certificate(top.raw)
  return roots.some(root => root.fingerprint256 === top.fingerprint256 || isSignedBy(certificate, root))
}

const isSignedBy = (certificate: X509Certificate, root: X509Certificate): boolean =>
  certificate.checkIssued(root) && certificate.verify(root.publicKey)
