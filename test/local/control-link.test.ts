import { describe } from 'vitest'
import { connectControl } from '../../main/local/control-client.ts'
import { serveControl } from '../../main/local/control-socket.ts'
import { silentLogger } from '../../main/base/logger.ts'
import { dispatch } from '../../main/rpc/dispatch.ts'
import { linkConformance } from '../rpc/link-conformance.ts'
import { KEY } from './control.ts'
import { temporaryFolder } from './temporary.ts'

describe('the control socket as a link', () => {
  linkConformance(async ({ handlers, hub }) => {
    const path = `${temporaryFolder()}/perch.sock`
    const server = await serveControl({
      path,
      key: KEY,
      call: (name, input, signal) => dispatch(handlers, name, input, signal, () => undefined),
      watch: hub.watch,
      log: silentLogger,
    })
    const link = await connectControl({ path, key: KEY })
    return {
      link,
      close: async () => {
        link.close()
        await server.close()
      },
    }
  })
})
