import { expect, test } from 'vitest'
import { startApp } from '../fakes/living-app.ts'
import { dropHome, makeHome } from '../fakes/perch.ts'

test('what the command line and the environment decide is shown as fixed, with what decides it', async () => {
  const home = makeHome({ server: { host: '127.0.0.1', port: 18_789 } })
  const perch = await startApp(home, { LARK_APP_ID: 'cli_a1b2c3d4e5f60718' }, { host: '::1', port: 0 })
  const all = await perch.call('settings.list', {})
  const fixed = all.filter(({ fixedBy }) => fixedBy !== undefined)
  expect(fixed.map(({ path, value, fixedBy }) => [path, value, fixedBy])).toEqual([
    ['channels.lark.appId', 'cli_a1b2c3d4e5f60718', 'LARK_APP_ID'],
    ['server.host', '::1', '--host'],
    ['server.port', 0, '--port'],
  ])
  await perch.stop()
  dropHome(home)
})
