import { describe, expect, test } from 'vitest'
import type { GroupView } from '../../main/contract/views.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, picture, screens } from './harness.ts'
import { calm, group, groups, openId, person } from './states.ts'

const window = screens()

/** A service that keeps one group. */
function keeping(start: GroupView): Answers {
  let kept = start
  return {
    'groups.list': () => [kept],
    'groups.save': ({ account: _account, chatId: _chat, ...rules }) => {
      kept = { ...kept, ...(rules as Partial<GroupView>) } // a rule that is not named stays as it was
    },
    'people.list': () => [person(3, { name: 'Maya Tan' })],
    'config.set': ({ path, value }) => {
      if (path.endsWith(`${kept.chatId}.allowFrom`)) kept = { ...kept, allowFrom: value as readonly string[] } // the panel sends texts
    },
    'people.allow': ({ id }) => {
      kept = { ...kept, admitted: true, enabled: true }
      return { allowed: id, account: 'default' }
    },
    'people.deny': ({ id }) => {
      kept = { ...kept, admitted: false, enabled: false }
      return { denied: id, account: 'default' }
    },
  }
}

const edits = (calls: readonly { call: string; input: unknown }[]) =>
  calls.filter(({ call }) => call !== 'groups.list' && call !== 'people.list')

describe('Groups', () => {
  test('says of each group who is answered and when', async () => {
    const { page } = await window.open(calm(), { 'groups.list': groups }, '#/groups')
    await page.getByRole('button', { name: /产品周会.*answers when mentioned.*Allowed/s }).waitFor()
    await page.getByRole('button', { name: /Launch room.*answers every message · own instructions/s }).waitFor()
    await page.getByRole('button', { name: /Quarterly planning.*Switched off/s }).waitFor()
  })

  test('a rule is saved at once and taken back by Undo; Escape returns to the row', async () => {
    const { page, server } = await window.open(calm(), keeping(group(1, { name: 'Team' })), '#/groups')
    await page.getByRole('button', { name: /Team/ }).focus()
    await page.keyboard.press('Enter')
    const mention = page.getByRole('switch', { name: 'Only when mentioned' })
    await mention.click()
    await page.getByText('Only when mentioned changed.').waitFor()
    await expect.poll(() => mention.getAttribute('aria-checked')).toBe('false')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => mention.getAttribute('aria-checked')).toBe('true')
    const { account, chatId } = group(1)
    expect(edits(server.calls)).toEqual([
      { call: 'groups.save', input: { account, chatId, requireMention: false } },
      { call: 'groups.save', input: { account, chatId, requireMention: true } },
    ])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator(':focus').innerText()).toContain('Team')
  })

  test('instructions are saved when the field is left', async () => {
    const { page, server } = await window.open(calm(), keeping(group(1, { name: 'Team' })), '#/groups')
    await page.getByRole('button', { name: /Team/ }).click()
    const field = page.getByRole('textbox', { name: 'Instructions' })
    await field.fill('Answer in three lines.')
    await field.blur()
    await page.getByText('Instructions changed.').waitFor()
    expect(edits(server.calls).at(-1)?.input).toMatchObject({ systemPrompt: 'Answer in three lines.' })
  })

  test('a group is admitted and switched off by its chat ID', async () => {
    const { page, server } = await window.open(calm(), keeping(group(1, { name: 'Team', admitted: false })), '#/groups')
    await page.getByRole('button', { name: /Team/ }).click()
    await page.getByRole('button', { name: 'Allow this group' }).click()
    await page.getByRole('button', { name: 'Switch off in this group' }).click()
    await page.getByText('The bot stays silent in this group.').waitFor()
    expect(edits(server.calls)).toEqual([
      { call: 'people.allow', input: { id: group(1).chatId, account: 'default' } },
      { call: 'people.deny', input: { id: group(1).chatId, account: 'default' } },
    ])
  })

  test('a change that was refused says why', async () => {
    const { page } = await window.open(calm(), { 'groups.list': () => [group(1, { name: 'Team' })] }, '#/groups')
    await page.getByRole('button', { name: /Team/ }).click()
    await page.getByRole('switch', { name: 'Answers here' }).click()
    await page.getByRole('alert').getByText('The group stays as before').waitFor()
  })

  test('who is answered in one group alone is edited there, by name, and taken back', async () => {
    const start = group(1, { name: 'Team', allowFrom: [openId(3)] })
    const { page, server } = await window.open(calm(), keeping(start), '#/groups')
    await page.getByRole('button', { name: /Team/ }).click()
    await page.getByRole('button', { name: 'Remove Maya Tan' }).waitFor()
    const field = page.getByRole('textbox', { name: 'Allowed here' })
    await field.fill('Maya')
    await field.press('Enter')
    await page.getByText('Open IDs start with ou_. They are in People.').waitFor()
    await field.fill('ou_new1')
    await field.press('Enter')
    await page.getByText('Allowed here changed.').waitFor()
    const path = `channels.lark.groups.${start.chatId}.allowFrom`
    expect(edits(server.calls).at(-1)).toEqual({ call: 'config.set', input: { path, value: [openId(3), 'ou_new1'] } })
    await expectNoBarriers(page)
    await picture(page, 'groups-allowed')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Remove ou_new1' }).waitFor({ state: 'detached' })
    expect(edits(server.calls).at(-1)).toEqual({ call: 'config.set', input: { path, value: [openId(3)] } })
  })
})
