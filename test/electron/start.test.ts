import { expect, test } from 'vitest'
import { windowless } from '../../scripts/start-way.ts'

test.each([
  ['a desktop session', { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000, args: [] }, undefined],
  ['Wayland', { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000, args: [] }, undefined],
  ['a server', { platform: 'linux', env: {}, uid: 1000, args: [] }, 'there is no display'],
  ['root', { platform: 'linux', env: { DISPLAY: ':0' }, uid: 0, args: [] }, 'root'],
  ['root who insists', { platform: 'linux', env: { DISPLAY: ':0' }, uid: 0, args: ['--no-sandbox'] }, undefined],
  ['macOS', { platform: 'darwin', env: {}, uid: 501, args: [] }, undefined],
  ['Windows', { platform: 'win32', env: {}, uid: undefined, args: [] }, undefined],
] as const)('npm start on %s knows whether there can be a window', (_, surroundings, why) => {
  const answer = windowless(surroundings)
  if (why === undefined) expect(answer).toBeUndefined()
  else expect(answer).toContain(why)
})
