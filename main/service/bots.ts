import { pauseEdits, removeEdits, renameEdits, secretNamesOf } from '../config/account-edits.ts'
import { DEFAULT_ACCOUNT } from '../config/accounts.ts'
import type { Settings } from '../config/settings.ts'
import { AppError } from '../contract/errors.ts'
import type { BotsPort } from '../rpc/ports.ts'

export type BotsPorts = {
  readonly settings: Pick<Settings, 'current' | 'change' | 'exchangeSecrets' | 'confirmHost'>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Connects and disconnects what the configuration says now. */
  readonly reconcile: () => Promise<void>
  /** Connects one account now instead of at the end of its wait. */
  readonly retry: (account: string) => Promise<void>
}

/** What can be done to an account that is there. What people wrote to a removed one stays, and is found when it returns. */
export function createBots({ settings, env, reconcile, retry }: BotsPorts): BotsPort {
  const known = (id: string) => {
    if (!isKnown(settings, id))
      throw new AppError('not-found', {
        en: `There is no account "${id.slice(0, 60)}".`,
        zh: `没有账号“${id.slice(0, 60)}”。`,
      })
  }
  return {
    async pause(id, paused) {
      known(id)
      await settings.change(now => pauseEdits(now, id, paused))
      await reconcile()
    },
    async rename(id, name) {
      known(id)
      await settings.change(() => renameEdits(id, name.trim()))
      await reconcile()
    },
    async remove(id) {
      known(id)
      if (id === DEFAULT_ACCOUNT && env['LARK_APP_ID']?.trim()) throw new AppError('bad-request', fromEnvironment)
      const changes = secretNamesOf(id).map(name => ({ name }))
      await settings.exchangeSecrets(changes, () => settings.change(() => removeEdits(id)))
      await reconcile()
    },
    async retry(id) {
      known(id)
      await retry(id)
    },
    confirmHost: name => settings.confirmHost(name),
  }
}

function isKnown({ current }: Pick<Settings, 'current'>, id: string): boolean {
  const { appId, appIdFile, accounts } = current().channels.lark
  return id === DEFAULT_ACCOUNT ? appId !== '' || appIdFile !== '' : Object.hasOwn(accounts, id)
}

const fromEnvironment = {
  en: 'This account comes from the environment variable LARK_APP_ID. Take that away and start again.',
  zh: '该账号来自环境变量 LARK_APP_ID，请移除该变量并重新启动。',
}
