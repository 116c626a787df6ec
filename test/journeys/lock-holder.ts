// Run by process-crash.test.ts: takes a lock or a socket, says so, and stays until it is killed.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { silentLogger } from '../../main/base/logger.ts'
import { lockBot } from '../../main/local/bot-lock.ts'
import { serveControl } from '../../main/local/control-socket.ts'
import { lockHome } from '../../main/local/home-lock.ts'

const [what, home = '', folder = ''] = process.argv.slice(2)

async function take(): Promise<unknown> {
  if (what === 'home') return lockHome(home)
  if (what === 'bot') return lockBot({ baseUrl: 'https://open.feishu.cn', appId: 'cli_a', home }, [folder])
  return serveControl({
    path: join(home, 'perch.sock'),
    key: randomBytes(32),
    call: async () => ({ ok: true, value: undefined }),
    log: silentLogger,
  })
}

const held = await take().catch((thrown: unknown) => thrown)
process.stdout.write(`${held instanceof Error ? held.message : 'taken'}\n`)
setInterval(() => held, 1000)
