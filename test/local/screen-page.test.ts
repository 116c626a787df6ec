import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import { PAGE_POLICY, screenPage } from '../../main/local/screen-page.ts'

const contentOf = (tag: 'script' | 'style') => new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(screenPage('en'))?.[1] ?? ''

/** Runs the page's script in a browser of a few lines; gives what it did. */
async function open(hash: string, answer: { ok: boolean; body?: unknown }, tab?: string) {
  const asked: { path: string; method: string; tab?: string; body?: string }[] = []
  const storage = new Map(tab === undefined ? [] : [['tab', tab]])
  const sections = { running: { hidden: true }, expired: { hidden: true } }
  const address: unknown[] = []
  runInNewContext(contentOf('script'), {
    URLSearchParams,
    location: { hash, pathname: '/' },
    history: { replaceState: (...told: unknown[]) => address.push(told[2]) },
    sessionStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
    },
    document: { getElementById: (id: 'running' | 'expired') => sections[id] },
    fetch: async (path: string, init: { method?: string; headers: Record<string, string>; body?: string }) => {
      asked.push({ path, method: init.method ?? 'GET', tab: init.headers['x-perch-tab'] ?? '', body: init.body ?? '' })
      return { ok: answer.ok, json: async () => answer.body }
    },
  })
  await vi.waitFor(() => expect(sections.running.hidden && sections.expired.hidden).toBe(false))
  return { asked, address, shown: sections.running.hidden ? 'expired' : 'running', tab: storage.get('tab') }
}

describe('the page behind the link', () => {
  test('exchanges the token once and takes it out of the address bar', async () => {
    const page = await open('#token=abc', { ok: true, body: { tab: 't1' } })
    expect(page.asked).toEqual([{ path: '/api/v1/session', method: 'POST', tab: '', body: '{"token":"abc"}' }])
    expect(page).toMatchObject({ shown: 'running', tab: 't1', address: ['/'] })
  })

  test('says so when the token is no longer valid', async () => {
    expect(await open('#token=abc', { ok: false })).toMatchObject({ shown: 'expired', tab: undefined })
  })

  test('is still known after it was loaded again', async () => {
    const page = await open('', { ok: true }, 't1')
    expect(page.asked).toMatchObject([{ method: 'GET', tab: 't1' }])
    expect(page.shown).toBe('running')
  })

  test.each(['script', 'style'] as const)('allows its own %s and nothing else', tag => {
    const hash = createHash('sha256').update(contentOf(tag)).digest('base64')
    expect(PAGE_POLICY).toContain(`${tag}-src 'sha256-${hash}'`)
    expect(PAGE_POLICY).not.toContain('unsafe')
  })
})
