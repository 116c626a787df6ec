/** What the endpoint that hands out connection addresses answers instead of an address. */
export type EndpointFault =
  | { readonly kind: 'code'; readonly code: number; readonly message?: string | undefined }
  | { readonly kind: 'no-data'; readonly code?: number | undefined }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'hang' }

/** What happens to a new WebSocket: refused with a status, cut, or left without an answer. */
export type HandshakeFault = 'refuse' | 'cut' | 'hang'

/** What happens to the next calls of a route. */
export type RouteFault = {
  /** Part of `METHOD route`, e.g. `POST /open-apis/im/v1/messages`; matched as a substring. */
  readonly route: string
  readonly status?: number | undefined
  readonly code?: number | undefined
  readonly message?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The answer as it stands, instead of the platform's JSON. */
  readonly body?: string | undefined
  readonly delay?: number | undefined
  /** Cut the connection before the work is done, or after: then only the answer is lost. */
  readonly drop?: 'before' | 'after' | undefined
  readonly hang?: boolean | undefined
}

type Counted<T> = { readonly fault: T; left: number }

/** Faults wait here until they are due, each for a number of times. */
export class Faults {
  #endpoint: Counted<EndpointFault>[] = []
  #handshake: Counted<HandshakeFault>[] = []
  #routes: Counted<RouteFault>[] = []
  /** Every answer takes so many milliseconds more. */
  latency = 0

  addEndpoint(fault: EndpointFault, times: number): void {
    this.#endpoint.push({ fault, left: times })
  }

  addHandshake(fault: HandshakeFault, times: number): void {
    this.#handshake.push({ fault, left: times })
  }

  addRoute(fault: RouteFault, times: number): void {
    this.#routes.push({ fault, left: times })
  }

  nextEndpoint(): EndpointFault | undefined {
    return take(this.#endpoint, () => true)
  }

  nextHandshake(): HandshakeFault | undefined {
    return take(this.#handshake, () => true)
  }

  nextRoute(methodAndRoute: string): RouteFault | undefined {
    return take(this.#routes, fault => methodAndRoute.includes(fault.route))
  }

  clear(): void {
    this.#endpoint = []
    this.#handshake = []
    this.#routes = []
    this.latency = 0
  }
}

function take<T>(list: Counted<T>[], matches: (fault: T) => boolean): T | undefined {
  const index = list.findIndex(counted => matches(counted.fault))
  const found = list[index]
  if (!found) return undefined
  found.left -= 1
  if (found.left <= 0) list.splice(index, 1)
  return found.fault
}
