import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { cardEndpoints } from './api/cards.ts'
import { chatEndpoints } from './api/chats.ts'
import { mountHookRoute } from './api/hooks.ts'
import { historyEndpoints } from './api/history.ts'
import { identityEndpoints } from './api/identity.ts'
import { interactiveEndpoints } from './api/interactive.ts'
import { mediaEndpoints } from './api/media.ts'
import { messageEndpoints } from './api/messages.ts'
import { mountOpenRoutes } from './api/open-routes.ts'
import { reactionEndpoints } from './api/reactions.ts'
import { dispatch, worldControl } from './control/dispatch.ts'
import { controlHttp } from './control/http.ts'
import { createOperations, type WorldControl } from './control/operations.ts'
import { json, mountEndpoints, type SandboxEnv } from './http.ts'
import { createPlatform, type Platform, type SandboxOptions } from './platform.ts'
import { startServer } from './server.ts'
import type { WorldChange } from './world.ts'

/** A running practice platform. */
export type Sandbox = {
  /** The base URL for clients, as `domain` of the SDK. */
  readonly url: string
  /** Where another process drives it, with the token as bearer. */
  readonly controlUrl: string
  readonly controlToken: string
  /** People, chats, what they see, and everything that can go wrong. */
  readonly world: WorldControl
  /** Tells whenever a chat looks different; the returned function unsubscribes. */
  readonly onChange: (listener: (change: WorldChange) => void) => () => void
  close(): Promise<void>
}

const endpoints = [
  ...identityEndpoints,
  ...messageEndpoints,
  ...historyEndpoints,
  ...reactionEndpoints,
  ...mediaEndpoints,
  ...chatEndpoints,
  ...cardEndpoints,
  ...interactiveEndpoints,
]

/** Starts the practice platform on two random loopback ports: one for clients, one for its controller. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const platform = createPlatform(options)
  const server = await startServer(
    platformHttp(platform, () => server.url),
    (request, socket, head) => platform.connections.upgrade(request, socket, head),
  )
  const operations = createOperations(platform, state => server.network(state))
  const controlToken = randomBytes(32).toString('base64url')
  const control = await startServer(controlHttp(operations, controlToken))
  return {
    url: server.url,
    controlUrl: control.url,
    controlToken,
    world: worldControl(Object.keys(operations), (name, input) => dispatch(operations, name, input)),
    onChange: platform.world.changes.on,
    close: async () => {
      platform.clock.stop()
      platform.connections.stop()
      await Promise.all([server.close(), control.close()])
    },
  }
}

function platformHttp(platform: Platform, baseUrl: () => string): Hono<SandboxEnv> {
  const http = new Hono<SandboxEnv>()
  // the platform's own time, which a controller can move
  http.use(async (context, next) => {
    await next()
    context.header('date', new Date(platform.clock.now()).toUTCString())
  })
  mountOpenRoutes(http, platform, baseUrl)
  mountHookRoute(http, platform)
  mountEndpoints(http, platform, endpoints)
  // a fault of the sandbox itself must not look like silence
  http.onError(error => json(500, { code: 2200, msg: `Internal Error: ${error.message}` }))
  http.notFound(context => context.text('404 page not found', 404))
  return http
}
