import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { controlPath } from '../../main/local/places.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { perch, type PerchProcess } from '../fakes/perch.ts'

/** `nobody`, whose number is the same on every Linux and owns nothing. */
const NOBODY = 65_534

/** Why another user can't be played here; `undefined` when one can. */
function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'only tried on Linux'
  if (process.getuid?.() !== 0) return 'only root can start a program as somebody else'
  const tried = spawnSync(process.execPath, ['-e', ''], { uid: NOBODY, gid: NOBODY })
  return tried.status === 0 ? undefined : 'the other user may not run Node here'
}
const reason = whyNot()
if (reason) console.warn(`⚠ SKIPPED: another user of this computer was not tried: ${reason}.`)

/** What a program of the other user gets, written as a function of its own text. */
function asNobody(script: string, args: readonly string[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const command = ['--input-type=module', '-e', script, ...args]
    execFile(process.execPath, command, { uid: NOBODY, gid: NOBODY, cwd: '/', env: {} }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr))
      else resolve(JSON.parse(stdout))
    })
  })
}

/** Tries to open each path for reading, then for writing; tells how it went. */
const OPEN = `
  import { open } from 'node:fs/promises'
  const outcome = async (path, flags) => {
    try { await (await open(path, flags)).close(); return 'open' } catch (error) { return error.code }
  }
  const tried = {}
  for (const path of process.argv.slice(1)) tried[path] = [await outcome(path, 'r'), await outcome(path, 'a')]
  console.log(JSON.stringify(tried))`

const CONNECT = `
  import { connect } from 'node:net'
  const socket = connect(process.argv[1])
  let heard = ''
  socket.on('data', chunk => (heard += chunk))
  socket.on('error', error => console.log(JSON.stringify({ error: error.code, heard })))
  socket.on('connect', () => {
    socket.write('{"nonce":"${'0'.repeat(64)}","proof":"${'0'.repeat(64)}"}\\n{"id":1,"call":"status.get"}\\n')
    setTimeout(() => { console.log(JSON.stringify({ error: 'connected', heard })); process.exit() }, 500)
  })`

const ASK = `
  const [, origin] = process.argv
  const status = {}
  for (const [method, path] of [['GET', '/'], ['GET', '/api/v1/health'], ['GET', '/api/v1/session'], ['POST', '/api/v1/session']]) {
    const answer = await fetch(origin + path, { method, headers: { origin, 'x-perch-tab': 'x', cookie: 'perch-' + new URL(origin).port + '=x' }, ...(method === 'POST' && { body: '{"token":"guess"}' }) })
    status[method + ' ' + path] = answer.status
  }
  const socket = new WebSocket(origin.replace('http', 'ws') + '/api/v1/link', ['perch.v1', 'perch.tab.guess'])
  status.link = await new Promise(resolve => { socket.onopen = () => resolve('open'); socket.onerror = () => resolve('refused') })
  console.log(JSON.stringify(status))
  process.exit()`

describe.skipIf(reason !== undefined)('another user of this computer', () => {
  let journey: Journey
  let program: PerchProcess
  beforeAll(async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    await perch(journey.home, ['secret', 'set', 'channels.lark.encryptKey'], { input: 'EncryptKey_4Gh7Jk2Lm9Np' })
    program = await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    const said = await journey.world.say({ person: ann.openId, text: 'hello' })
    await journey.answers(said.messageId)
    // an owner may have named a folder that others can look into: then each file has to hold by itself
    chmodSync(journey.home, 0o755)
  })
  afterAll(() => journey.stop())

  const filesOf = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? [path, ...filesOf(path)] : [path]
    })

  test('can read or write no file of the home', async () => {
    const paths = filesOf(journey.home)
    for (const name of ['config.json', 'perch.db', 'control.key', 'secrets.enc', 'secrets.key', 'logs', 'workspace'])
      expect(paths).toContain(join(journey.home, name))
    const tried = (await asNobody(OPEN, paths)) as Record<string, [string, string]> // what OPEN prints
    const reached = Object.entries(tried).filter(([, outcomes]) => outcomes.includes('open'))
    expect(reached).toEqual([])
  })

  test('can not even connect to the control socket, and learns nothing', async () => {
    const path = controlPath(journey.home)
    expect(existsSync(path)).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await asNobody(CONNECT, [path])).toEqual({ error: 'EACCES', heard: '' })
    // with the way to it opened, the key still keeps them out
    chmodSync(path, 0o666)
    const { error, heard } = (await asNobody(CONNECT, [path])) as { error: string; heard: string } // what CONNECT prints
    expect(error).toBe('connected')
    expect(heard).toMatch(/^\{"perch":1,"nonce":"[0-9a-f]{64}"\}\n$/)
    chmodSync(path, 0o600)
  })

  test('gets the empty page over the loopback port, and no session', async () => {
    const origin = new URL(/ready: (\S+)/.exec(program.lines.join('\n'))?.[1] ?? '').origin
    expect(await asNobody(ASK, [origin])).toEqual({
      'GET /': 200,
      'GET /api/v1/health': 200,
      'GET /api/v1/session': 401,
      'POST /api/v1/session': 401,
      link: 'refused',
    })
  })

  test('sees no secret in the list of processes', async () => {
    const list = await asNobody(`
      import { readdirSync, readFileSync } from 'node:fs'
      const read = path => { try { return readFileSync(path, 'utf8') } catch { return '' } }
      const pids = readdirSync('/proc').filter(name => /^\\d+$/.test(name))
      console.log(JSON.stringify(pids.map(pid => read('/proc/' + pid + '/cmdline') + read('/proc/' + pid + '/environ'))))`)
    expect(JSON.stringify(list)).toContain('serve')
    expect(JSON.stringify(list)).not.toMatch(/S3cretOfTheApp|sk-K3yOfTheModel/)
  })
})
