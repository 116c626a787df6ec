import { randomBytes } from 'node:crypto'

export type AccountsBrand = 'feishu' | 'lark'

/** What the flow answers: 200 with credentials, 400 with `error` for everything else. */
export type FlowAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** The app that was made or changed, and the person as that app sees them. */
export type MadeApp = { readonly clientId: string; readonly clientSecret: string; readonly openId: string }

type Decision =
  { readonly kind: 'approved'; readonly app: MadeApp; readonly brand: AccountsBrand } | { readonly kind: 'denied' }

type Grant = {
  readonly userCode: string
  readonly deviceCode: string
  expiresAt: number
  interval: number
  polledAt: number
  decision: Decision | undefined
}

export type FlowOptions = {
  readonly now: () => number
  /** Seconds between two polls, and how long a code is good. */
  readonly interval: number
  readonly expiresIn: number
}

/** Seconds that a client must wait longer once it asked too soon (RFC 8628). */
const SLOWER = 5

/** The device flow of both accounts servers: they share what was begun, each gives out its own apps only. */
export class RegistrationFlow {
  readonly #options: FlowOptions
  readonly #grants = new Map<string, Grant>()

  constructor(options: FlowOptions) {
    this.#options = options
  }

  /** `page` is where the person goes. */
  begin(form: URLSearchParams, page: string): FlowAnswer {
    const wanted = { archetype: 'PersonalAgent', auth_method: 'client_secret', request_user_info: 'open_id' }
    for (const [name, value] of Object.entries(wanted))
      if (form.get(name) !== value) return refuse('invalid_request', `${name} must be ${value}`)
    const { now, interval, expiresIn } = this.#options
    const grant: Grant = {
      userCode: randomBytes(5).toString('hex').toUpperCase(),
      deviceCode: randomBytes(24).toString('base64url'),
      expiresAt: now() + expiresIn * 1000,
      interval,
      polledAt: 0, // the first poll may come at once, as the SDK's does
      decision: undefined,
    }
    this.#grants.set(grant.deviceCode, grant)
    const link = `${page}?user_code=${grant.userCode}`
    const codes = { device_code: grant.deviceCode, user_code: grant.userCode }
    return {
      status: 200,
      body: { ...codes, verification_uri: page, verification_uri_complete: link, interval, expires_in: expiresIn },
    }
  }

  poll(form: URLSearchParams, brand: AccountsBrand): FlowAnswer {
    const grant = this.#grants.get(form.get('device_code') ?? '')
    if (!grant) return refuse('invalid_grant', 'the device code is unknown or was used')
    const { now } = this.#options
    const sinceLast = now() - grant.polledAt
    grant.polledAt = now()
    if (now() >= grant.expiresAt) return refuse('expired_token', 'the device code has expired')
    if (grant.decision) return this.#settle(grant, grant.decision, brand)
    if (sinceLast < grant.interval * 1000 - TOLERANCE) {
      grant.interval += SLOWER
      return refuse('slow_down', 'polling too often')
    }
    return refuse('authorization_pending', 'the user has not decided yet')
  }

  /** What the person does on the page. Throws for a code that is not waiting. */
  decide(userCode: string, decision: Decision): void {
    this.#waiting(userCode).decision = decision
  }

  expire(userCode: string): void {
    this.#waiting(userCode).expiresAt = this.#options.now()
  }

  #settle(grant: Grant, decision: Decision, brand: AccountsBrand): FlowAnswer {
    if (decision.kind === 'denied') return refuse('access_denied', 'the user declined')
    const { app } = decision
    if (decision.brand !== brand) return { status: 200, body: { user_info: { tenant_brand: decision.brand } } }
    this.#grants.delete(grant.deviceCode)
    const person = { open_id: app.openId, tenant_brand: decision.brand }
    return { status: 200, body: { client_id: app.clientId, client_secret: app.clientSecret, user_info: person } }
  }

  #waiting(userCode: string): Grant {
    const grant = [...this.#grants.values()].find(known => known.userCode === userCode)
    if (!grant || grant.decision || this.#options.now() >= grant.expiresAt)
      throw new Error(`No code ${userCode} waits for a person.`)
    return grant
  }
}

/** Clocks of client and server are not the same: so many milliseconds early is no offence. */
const TOLERANCE = 20

const refuse = (error: string, description: string): FlowAnswer => ({
  status: 400,
  body: { error, error_description: description },
})
