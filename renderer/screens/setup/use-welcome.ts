import { useCallback, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import { useServices } from '../../hooks.ts'
import { accountKey } from './account-key.ts'

export type Welcome = {
  readonly allow: (openId: string) => void
  readonly deny: (openId: string) => void
  /** Allowed, which answers what waits, and then entered as the owner. */
  readonly own: (openId: string) => void
  readonly busy: boolean
  /** `isAllowed`: they may write, only the second half failed. */
  readonly failed: { readonly error: AppError; readonly isAllowed: boolean } | undefined
}

/** What the owner decides about the first person who writes. */
export function useWelcome(account: string): Welcome {
  const { link } = useServices()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Welcome['failed']>()
  const attempt = useCallback(async (work: () => Promise<unknown>, isAllowed: boolean) => {
    setBusy(true)
    setFailed(undefined)
    try {
      await work()
      return true
    } catch (thrown) {
      setFailed({ error: asAppError(thrown), isAllowed })
      return false
    } finally {
      setBusy(false)
    }
  }, [])
  const allow = useCallback(
    (id: string) => attempt(() => link.call('people.allow', { id, account }), false),
    [attempt, link, account],
  )
  const own = useCallback(
    async (openId: string) => {
      if (!(await allow(openId))) return
      await attempt(async () => {
        const path = accountKey(account, 'ownerIds')
        const owners = listOf(await link.call('config.get', { path }))
        if (!owners.includes(openId)) await link.call('config.set', { path, value: [...owners, openId] })
      }, true)
    },
    [allow, attempt, link, account],
  )
  return {
    allow: id => void allow(id),
    deny: id => void attempt(() => link.call('people.deny', { id, account }), false),
    own: id => void own(id),
    busy,
    failed,
  }
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
