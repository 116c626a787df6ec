import { describe, expect, test } from 'vitest'
import type { ModelHandle } from '../../main/agent/model.ts'
import { createPracticeModel } from '../../main/models/practice.ts'
import { planReply, type Spoken } from '../../main/models/practice-script.ts'
import { createTools } from '../../main/tools/catalog.ts'
import { answerOf, eventsOf } from '../agent/harness.ts'

const handle = (pause = 0): ModelHandle => ({
  model: createPracticeModel(pause),
  provider: 'practice',
  name: 'practice',
  keyed: false,
  redact: text => text,
})
const tools = createTools({ now: () => Date.UTC(2026, 10, 21, 6), timeZone: () => 'Asia/Shanghai' })
const names = tools.map(tool => tool.name)
const user = (text: string): Spoken => ({ role: 'user', text, results: [] })

describe('what the practice model makes of a message', () => {
  test.each([
    { text: 'What time is it?', calls: [{ tool: 'current_time', input: {} }] },
    { text: '现在几点了？', calls: [{ tool: 'current_time', input: {} }] },
    { text: 'List the files please', calls: [{ tool: 'list_files', input: { path: '.' } }] },
    { text: '列出文件', calls: [{ tool: 'list_files', input: { path: '.' } }] },
    { text: 'Read notes/plan.md', calls: [{ tool: 'read_file', input: { path: 'notes/plan.md' } }] },
    { text: '读一下 计划.md', calls: [{ tool: 'read_file', input: { path: '计划.md' } }] },
    { text: 'search for "milk"', calls: [{ tool: 'search_text', input: { query: 'milk' } }] },
    { text: '搜索“牛奶”', calls: [{ tool: 'search_text', input: { query: '牛奶' } }] },
    {
      text: 'List the files and tell me the time',
      calls: [
        { tool: 'list_files', input: { path: '.' } },
        { tool: 'current_time', input: {} },
      ],
    },
    { text: 'Good morning', calls: [] },
  ])('"$text" calls $calls', ({ text, calls }) => {
    expect(planReply([user(text)], names).calls).toEqual(calls)
  })

  test('it calls no tool that it was not given', () =>
    expect(planReply([user('What time is it?')], []).calls).toEqual([]))

  test.each(['Hello', '你好', 'write something long', '写一段长的'])(
    '"%s": it says that it is no real model, in the same language',
    text => {
      const reply = planReply([user(text)], names).text
      expect(reply).toMatch(/[\u4e00-\u9fff]/.test(text) ? /不是真正的模型/ : /not a real one/)
    },
  )

  test('a long answer is long', () => {
    expect(planReply([user('something long')], []).text.length).toBeGreaterThan(4000)
    expect(planReply([user('写一段长的')], []).text.length).toBeGreaterThan(1500)
  })
})

describe('a turn with the practice model', () => {
  test('uses the tool it was asked for and tells what it found', async () => {
    const events = await eventsOf({ model: handle(), tools, question: '现在几点？' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool-ended', tool: 'current_time', ok: true }))
    expect(answerOf(events)).toContain('2026-11-21 14:00:00')
    expect(events.at(-1)).toEqual({ type: 'turn-ended', reason: 'done' })
  })

  test('streams its answer in pieces, and its thoughts when asked', async () => {
    const events = await eventsOf({ model: handle(), question: 'Think about it' })
    expect(events.filter(event => event.type === 'text-added').length).toBeGreaterThan(20)
    expect(events.some(event => event.type === 'reasoning-added')).toBe(true)
  })

  test('stops in the middle of a long answer', async () => {
    const stop = new AbortController()
    const events = await eventsOf({ model: handle(1), question: 'something long', signal: stop.signal }, event => {
      if (event.type === 'text-added') stop.abort()
    })
    expect(events.at(-1)).toEqual({ type: 'turn-ended', reason: 'stopped' })
    expect(answerOf(events).length).toBeLessThan(1000)
  })
})
