import { asPairingCode } from '../base/ids.ts'
import type { People } from '../chat/people.ts'
import { AppError } from '../contract/errors.ts'

export type AccessPorts = {
  readonly people: People
  readonly accounts: () => readonly string[]
  /** Writes the lists of the configuration. */
  readonly apply: (account: string, action: 'allow' | 'deny', id: string) => Promise<void>
  /** Answers whoever waited for this decision. */
  readonly decided: () => Promise<void>
}

/** Allows or denies a person (`ou_…`), a group (`oc_…`) or whoever holds a pairing code; live, and kept in the configuration. */
export const createAccess = (ports: AccessPorts) => ({
  async change(action: 'allow' | 'deny', typed: string, account?: string): Promise<{ id: string; account: string }> {
    const target = await resolve(ports, typed.trim(), account)
    await ports.apply(target.account, action, target.id)
    if (target.id.startsWith('ou_')) await ports.people.decide(target.account, target.id, action === 'deny')
    await ports.decided()
    return target
  },
})

async function resolve(ports: AccessPorts, typed: string, account?: string): Promise<{ id: string; account: string }> {
  if (account !== undefined && !ports.accounts().includes(account))
    throw new AppError('not-found', `There is no account "${account}".`)
  if (/^o[uc]_\w+$/.test(typed)) return { id: typed, account: account ?? (await accountOf(ports, typed)) }
  const code = asPairingCode(typed)
  if (!code)
    throw new AppError('bad-request', `"${typed}" is neither an Open ID (ou_…), a chat ID (oc_…) nor a pairing code.`)
  const person = await ports.people.byCode(code)
  if (!person || (account !== undefined && person.account !== account)) {
    throw new AppError('pairing-code-unknown', `No pairing waits under the code ${code}.`)
  }
  return { id: person.openId, account: person.account }
}

/** An Open ID belongs to one app, so the account where the ID was seen is meant; else the only one there is. */
async function accountOf(ports: AccessPorts, id: string): Promise<string> {
  const seen = (await ports.people.list()).filter(person => person.openId === id || person.chats.includes(id))
  const accounts = seen.length > 0 ? [...new Set(seen.map(person => person.account))] : ports.accounts()
  const [only, second] = accounts
  if (only === undefined) throw new AppError('not-found', 'No account is configured yet.')
  if (second !== undefined)
    throw new AppError('bad-request', `Say which account with --account: ${accounts.join(', ')}.`)
  return only
}
