import { useApp, useWords } from '../../hooks.ts'
import { accountName } from '../../ui/account-state.ts'
import { settingsWords } from '../../words/settings.ts'
import type { Owner } from './topics.ts'

/** What an entry is called in a heading: an account by its name, everything else by its own. */
export function useOwnerName(agents: readonly string[]): (owner: Owner | undefined) => string {
  const say = useWords(settingsWords)
  const accounts = useApp(state => state.accounts)
  return owner => {
    if (!owner) return ''
    const { table, name } = owner
    if (table === 'agents.list') return agents[Number(name)] || `#${Number(name) + 1}`
    if (table !== 'channels.lark.accounts') return name
    const account = accounts[name]
    return account ? accountName(account) : say('accountNamed', { name })
  }
}
