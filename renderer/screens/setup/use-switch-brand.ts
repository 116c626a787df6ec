import { useCallback, useState } from 'react'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import { useServices } from '../../hooks.ts'
import { accountKey } from './account-key.ts'

export type Brand = 'feishu' | 'lark'

export const otherBrand = (domain: string): Brand => (domain === 'lark' ? 'feishu' : 'lark')

export type BrandSwitch = {
  /** Answers whether it was done. */
  readonly change: (account: string, domain: Brand) => Promise<boolean>
  readonly busy: boolean
  readonly failure: AppError | undefined
}

/**
 * Moves an account to the other platform in one click: the address, the owner's word that the stored secret may go
 * there, and a connection at once. A secret from elsewhere than the store needs no word.
 */
export function useSwitchBrand(): BrandSwitch {
  const { link } = useServices()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<AppError>()
  const change = useCallback(
    async (account: string, domain: Brand) => {
      setBusy(true)
      setFailure(undefined)
      try {
        await link.call('config.set', { path: accountKey(account, 'domain'), value: domain })
        const name = accountKey(account, 'appSecret')
        const stored = await link.call('secret.list', {})
        if (stored.some(secret => secret.name === name)) await link.call('secret.confirm-host', { name })
        await link.call('accounts.retry', { account })
        return true
      } catch (thrown) {
        setFailure(asAppError(thrown))
        return false
      } finally {
        setBusy(false)
      }
    },
    [link],
  )
  return { change, busy, failure }
}
