import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEchoModel } from '../fakes/echo-model.ts'
import { filesWith, startApp } from '../fakes/living-app.ts'
import { dropHome, makeHome } from '../fakes/perch.ts'

const KEY = 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh'

let model: Awaited<ReturnType<typeof startEchoModel>>
let home: string
beforeEach(async () => {
  model = await startEchoModel({})
  home = makeHome({})
})
afterEach(async () => {
  await model.close()
  dropHome(home)
})

const warningsIn = (folder: string) =>
  filesWith(folder, '"warn"').flatMap(path =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(line => line.includes('"level":"warn"')),
  )

test('a model is chosen in one step: ready at once, with nothing half to see or to warn of on the way', async () => {
  const app = await startApp(home)
  const choice = { provider: 'openai-compatible', apiBase: model.url, model: 'echo' } as const
  await app.call('models.save', { ...choice, key: KEY })
  await expect.poll(() => app.state().llm.ready).toBe(true)
  expect(app.config()).toMatchObject({ llm: choice })
  expect(await app.call('secret.list')).toMatchObject([{ name: 'llm.apiKey', host: new URL(model.url).host }])
  await app.stop()
  const seen = new Set(app.states.map(({ llm }) => `${llm.provider} ${llm.model} ${llm.ready}`))
  expect([...seen].slice(-2)).toEqual(['openrouter  false', 'openai-compatible echo true'])
  expect(warningsIn(join(home, 'logs'))).toEqual([expect.stringContaining('model-not-chosen')]) // from before
  expect(filesWith(home, KEY)).toEqual([])
})
