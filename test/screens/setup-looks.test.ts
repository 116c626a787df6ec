import { describe, expect, test } from 'vitest'
import type { AppState } from '../../main/contract/state.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens, pairedLooks } from './harness.ts'
import { connected, empty, event, guide, lacking, me, myMessage, SCAN_URL } from './setup-samples.ts'
import { account, MINUTE } from './states.ts'
import { importAnswers } from './import-samples.ts'

const window = screens()
const ready = { provider: 'openrouter', model: 'z-ai/glm-5', ready: true }
const answers: Answers = {
  'setup.guide': () => guide(),
  'people.list': () => [{ ...me, standing: 'owner' }],
  'event.read': () => event(),
}
const scan = { account: 'default', url: SCAN_URL, brand: 'feishu' as const }
const long = 'Ein sehr langer Name für einen Bot, den in Wirklichkeit niemand so nennt 办公室自动化助理机器人'

type Case = {
  readonly name: string
  readonly place: string
  readonly state: () => AppState
  readonly answers?: Answers
  readonly sees: string
  /** Seen in every look; the others at the widest and, in the other language and theme, at the narrowest. */
  readonly isKey?: true
}

const cases: readonly Case[] = [
  { name: 'start', isKey: true, place: '#/setup/start', state: empty, sees: 'Four ways|四种方式' },
  {
    name: 'scan',
    isKey: true,
    place: '#/setup/scan/default',
    state: () => empty({ scan: { ...scan, phase: 'waiting', expiresAt: Date.now() + 4 * MINUTE } }),
    sees: 'Valid for|内有效',
  },
  {
    name: 'scan-over',
    place: '#/setup/scan/default',
    state: () => empty({ scan: { ...scan, phase: 'waiting', expiresAt: Date.now() - 1 } }),
    sees: 'run out|已过期',
  },
  {
    name: 'scan-done',
    place: '#/setup/scan/default',
    state: () => connected({ scan: { phase: 'done', account: 'default', brand: 'feishu' } }),
    answers,
    sees: 'You are its owner|你是所有者',
  },
  { name: 'paste', isKey: true, place: '#/setup/paste', state: empty, sees: 'Find out by trying|自动判断' },
  {
    name: 'connect-failed',
    place: '#/setup/connect/default',
    state: () =>
      connected({
        accounts: {
          default: account({
            name: long,
            state: 'failed',
            code: 'lark-bad-secret',
            reason: 'Feishu refused the App Secret.',
          }),
          two: account({ id: 'two', name: 'Front desk' }),
        },
      }),
    answers,
    sees: 'Feishu refused',
  },
  { name: 'console', place: '#/setup/console/default', state: connected, answers, sees: 'PERCH-7KQX' },
  {
    name: 'console-lacking',
    isKey: true,
    place: '#/setup/console/default',
    state: connected,
    answers: { ...answers, 'setup.guide': lacking },
    sees: 'permissions are missing|缺少 2 项权限',
  },
  {
    name: 'hello-waiting',
    place: '#/setup/hello/default',
    state: () => connected({ llm: ready }),
    answers: { ...answers, 'people.list': () => [] },
    sees: 'Write to Office bot|发条消息',
  },
  {
    name: 'hello',
    isKey: true,
    place: '#/setup/hello/default',
    state: () => connected({ llm: ready, pending: [me], recent: [myMessage('pending-pairing')] }),
    answers,
    sees: 'Is this you|是你本人吗',
  },
  {
    name: 'hello-done',
    place: '#/setup/hello/default',
    state: () => connected({ llm: ready, recent: [myMessage('pending-pairing'), myMessage('answered')] }),
    answers: { ...answers, 'setup.guide': () => guide({ hasOwner: true }) },
    sees: 'It works|一切正常',
  },
  { name: 'admin', place: '#/setup/admin', state: empty, answers, sees: 'Please approve|请审批' },
  { name: 'practice-how', place: '#/setup/practice', state: empty, sees: 'perch practice' },
  { name: 'import', place: '#/setup/import', state: empty, answers: importAnswers, sees: 'OpenClaw' },
]

const rows = cases.flatMap(one => (one.isKey ? pairedLooks : looks.filter(isCorner)).map(look => ({ ...one, look })))

function isCorner({ language, theme, width }: (typeof looks)[number]): boolean {
  return language === 'en' ? theme === 'light' && width === 980 : theme === 'dark' && width === 360
}

describe('no barrier, and nothing scrolls sideways', () => {
  test.each(rows)('$name in $look.language, $look.theme, $look.width px', async one => {
    const { page } = await window.open(one.state(), one.answers ?? {}, one.place, one.look)
    await expect.poll(() => page.locator('main').innerText(), { timeout: 10_000 }).toMatch(new RegExp(one.sees))
    await page.waitForTimeout(50)
    await picture(page, `setup-${one.name}-${nameOf(one.look)}`)
    await expectNoSideScroll(page)
    await expectNoBarriers(page)
  })
})

describe('enlarged to 200 %', () => {
  test.each(cases)(
    '$name fits what a window of 980 × 680 then holds',
    async ({ name, place, state, answers, sees }) => {
      const { page } = await window.open(state(), answers ?? {}, place)
      await page.setViewportSize({ width: 490, height: 340 })
      await expect.poll(() => page.locator('main').innerText(), { timeout: 10_000 }).toMatch(new RegExp(sees))
      await picture(page, `setup-${name}-zoomed`)
      await expectNoSideScroll(page)
    },
  )
})
