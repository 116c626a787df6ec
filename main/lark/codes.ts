import type { ErrorCode } from '../contract/errors.ts'

/** `no`: repeating changes nothing · `later`: the same call may work soon · `token`: once more, with a new token. */
export type Retry = 'no' | 'later' | 'token'

export type Meaning = readonly [ErrorCode, Retry]

/** What the codes of the Open API mean for us (`code` in the answer's body, at any HTTP status). */
const openApi: Readonly<Record<number, Meaning>> = {
  // credentials and permissions
  99991661: ['lark-token-expired', 'token'],
  99991663: ['lark-token-expired', 'token'],
  99991664: ['lark-token-expired', 'token'],
  99991668: ['lark-bad-request', 'no'],
  99991672: ['lark-scope-missing', 'no'],
  99991679: ['lark-scope-missing', 'no'],
  10003: ['lark-bad-secret', 'no'],
  10014: ['lark-bad-secret', 'no'],
  10015: ['lark-bad-secret', 'no'],
  11205: ['lark-no-bot', 'no'],
  230006: ['lark-no-bot', 'no'],
  230027: ['lark-scope-missing', 'no'],
  // limits
  99991400: ['lark-rate-limited', 'later'],
  99991403: ['lark-quota-used-up', 'no'],
  11232: ['lark-rate-limited', 'later'],
  230020: ['lark-rate-limited', 'later'],
  200810: ['lark-busy', 'later'],
  230049: ['lark-busy', 'later'],
  300120: ['lark-busy', 'later'],
  // the call itself
  9499: ['lark-bad-request', 'no'],
  99992402: ['lark-bad-request', 'no'],
  99992351: ['lark-bad-request', 'no'],
  99992352: ['lark-bad-request', 'no'],
  99992353: ['lark-bad-request', 'no'],
  99992361: ['lark-bad-request', 'no'],
  230001: ['lark-bad-request', 'no'],
  230012: ['lark-bad-request', 'no'],
  230017: ['lark-bad-request', 'no'],
  230054: ['lark-bad-request', 'no'],
  230055: ['lark-bad-request', 'no'],
  230071: ['lark-bad-request', 'no'],
  231001: ['lark-bad-request', 'no'],
  232006: ['lark-bad-request', 'no'],
  234003: ['lark-bad-request', 'no'],
  234043: ['lark-bad-request', 'no'],
  // the message, the chat, the person
  230011: ['lark-message-gone', 'no'],
  230019: ['lark-message-gone', 'no'],
  230031: ['lark-message-gone', 'no'],
  230110: ['lark-message-gone', 'no'],
  230002: ['lark-not-in-chat', 'no'],
  232009: ['lark-not-in-chat', 'no'],
  232011: ['lark-not-in-chat', 'no'],
  230013: ['lark-not-available', 'no'],
  230029: ['lark-not-available', 'no'],
  230053: ['lark-not-available', 'no'],
  // the content
  230018: ['lark-not-allowed-here', 'no'],
  230022: ['lark-content-refused', 'no'],
  230025: ['lark-content-refused', 'no'],
  230035: ['lark-not-allowed-here', 'no'],
  230099: ['lark-content-refused', 'no'],
  234037: ['lark-content-refused', 'no'],
  300301: ['lark-content-refused', 'no'],
  300305: ['lark-content-refused', 'no'],
  300313: ['lark-content-refused', 'no'],
  // streaming cards and edits that are over
  200850: ['lark-stream-closed', 'no'],
  230072: ['lark-stream-closed', 'no'],
  300309: ['lark-stream-closed', 'no'],
  300317: ['lark-stream-closed', 'no'],
}

/** A code that is not in the table is judged by the HTTP status. */
export function meaningOf(code: number, status: number): Meaning {
  const known = openApi[code]
  if (known) return known
  if (status === 429) return ['lark-rate-limited', 'later']
  return status >= 500 ? ['lark-busy', 'later'] : ['lark-bad-request', 'no']
}

/**
 * What the codes of `/callback/ws/endpoint` mean; the SDK (1.74) gives up for good on each but 1000040343, and names 403
 * "forbidden" and 514 "auth failed". 1000040345 is said of a wrong App Secret as well as by a busy platform.
 */
const endpoint: Readonly<Record<number, ErrorCode>> = {
  1: 'lark-busy',
  403: 'lark-connection-refused',
  514: 'lark-connection-refused',
  1000040343: 'lark-busy',
  1000040345: 'lark-busy',
  1000040346: 'lark-app-id-invalid',
  1000040350: 'lark-too-many-connections',
  1000040351: 'lark-wrong-domain',
}

export const endpointMeaning = (code: number): ErrorCode => endpoint[code] ?? 'lark-busy'

/** Node's and axios' names for a connection that could not be made or did not hold. */
const networkCodes: Readonly<Record<string, ErrorCode>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'lark-certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'lark-certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'lark-certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'lark-certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'lark-certificate',
  CERT_HAS_EXPIRED: 'lark-certificate',
  CERT_NOT_YET_VALID: 'lark-certificate',
  CERT_UNTRUSTED: 'lark-certificate',
  CERT_REVOKED: 'lark-certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'lark-certificate',
  ERR_BAD_RESPONSE: 'lark-answer-invalid',
  ERR_INVALID_URL: 'lark-answer-invalid',
}

/** `HPE_…`: what answered does not speak HTTP. */
export const networkMeaning = (code: string): ErrorCode =>
  networkCodes[code] ?? (code.startsWith('HPE_') ? 'lark-answer-invalid' : 'lark-unreachable')
