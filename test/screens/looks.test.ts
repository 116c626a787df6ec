import { describe, expect, test } from 'vitest'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens } from './harness.ts'
import { account, busy, calm, groups, MINUTE, people, person, SUN_WROTE } from './states.ts'

const window = screens()

const answers: Answers = {
  'people.list': () => people(),
  'groups.list': () => groups(),
  'person.waiting': () => [{ messageId: 'om_9', at: Date.now() - MINUTE, text: SUN_WROTE }],
}
const nothing: Answers = { 'people.list': () => [], 'groups.list': () => [] }
const fresh = () => calm({ recent: [], today: { since: 0, counts: {} } })

const cases = [
  { name: 'home', place: '#/home', state: busy, answers, sees: 'Running now|正在进行' },
  { name: 'home-calm', place: '#/home', state: calm, answers, sees: 'Today|今天' },
  { name: 'home-first', place: '#/home', state: fresh, answers: nothing, sees: 'Say hello|打个招呼' },
  {
    name: 'home-trouble',
    place: '#/home',
    state: () =>
      calm({
        paused: true,
        accounts: {
          default: account({ state: 'failed', reason: 'Feishu refused the App Secret.', code: 'lark-bad-secret' }),
          two: account({
            id: 'two',
            name: 'Ein sehr langer Name für ein Konto, das niemand so nennt',
            state: 'offline',
            reason: 'Switched off.',
          }),
          three: account({ id: 'three', name: 'Third', state: 'connecting', since: Date.now() - 3000 }),
        },
        llm: { provider: 'openrouter', model: 'm', ready: false, reason: 'No API key found for openrouter' },
        notices: [
          {
            id: 'n1',
            level: 'warning',
            code: 'config-invalid',
            message: 'config.json line 12: dmPolicy must be one of open, allowlist, pairing, disabled',
            hint: '',
            at: Date.now() - 3 * MINUTE,
          },
          {
            id: 'n2',
            level: 'error',
            code: 'store-full',
            message: 'The disk is full.',
            hint: '',
            at: Date.now() - MINUTE,
          },
        ],
      }),
    answers,
    sees: 'store|disk|磁盘',
  },
  { name: 'people', place: '#/people', state: busy, answers, sees: 'Maya Tan' },
  {
    name: 'people-empty',
    place: '#/people',
    state: fresh,
    answers: nothing,
    sees: 'Nobody has written yet|还没有人写过消息',
  },
  { name: 'people-error', place: '#/people', state: calm, answers: {}, sees: 'could not be read|无法读取' },
  {
    name: 'people-500',
    place: '#/people',
    state: calm,
    answers: { ...answers, 'people.list': () => Array.from({ length: 500 }, (_, number) => person(number)) },
    sees: 'Person 1',
  },
  { name: 'groups', place: '#/groups', state: busy, answers, sees: '产品周会' },
  { name: 'groups-empty', place: '#/groups', state: calm, answers: nothing, sees: 'in no group yet|还没有加入任何群' },
  {
    name: 'groups-panel',
    place: `#/groups/default/${groups()[1]?.chatId}`,
    state: busy,
    answers,
    sees: 'Instructions|群内提示词',
  },
]

describe.each(looks)('in $language, $theme, $width px', look => {
  test.each(cases)(
    '$name has no barrier and nothing scrolls sideways',
    async ({ name, place, state, answers, sees }) => {
      const { page } = await window.open(state(), answers, place, look)
      await expect.poll(() => page.locator('body').innerText(), { timeout: 10_000 }).toMatch(new RegExp(sees))
      await page.waitForTimeout(50)
      await picture(page, `${name}-${nameOf(look)}`)
      await expectNoSideScroll(page)
      await expectNoBarriers(page)
    },
  )
})
