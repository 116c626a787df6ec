import { failed, ok, sentences, unknown, type Finding } from '../../base/finding.ts'
import type { AccountConfig } from '../../contract/config.ts'
import type { PersonView } from '../../contract/state.ts'
import type { Words } from '../../contract/words.ts'
import type { AccountContext } from './context.ts'

export async function checkAccess({ account, ports, traffic }: AccountContext): Promise<Finding> {
  const people = await ports.people(account.id)
  const { since } = traffic() // who wrote before that wrote to another bot
  return judgeAccess(
    account.config,
    people.filter(({ lastSeen }) => lastSeen > since),
  )
}

/** Whether anybody could be answered at all. Exported for its table of decisions. */
export function judgeAccess(config: AccountConfig, people: readonly PersonView[]): Finding {
  const listed = new Set([
    ...config.ownerIds,
    ...config.allowFrom,
    ...config.groupAllowFrom,
    ...Object.values(config.groups).flatMap(group => group.allowFrom),
  ])
  const pending = people.filter(({ standing }) => standing === 'pending').length
  const waiting: Words | undefined =
    pending > 0
      ? {
          en: pending === 1 ? '1 person waits for your decision.' : `${pending} people wait for your decision.`,
          zh: `有 ${pending} 人等待你的决定。`,
        }
      : undefined
  const ownerless: Words | undefined =
    config.ownerIds.length === 0
      ? {
          en: 'Nobody is the owner yet, so nobody can approve things in the chat.',
          zh: '还没有所有者，因此没有人能在聊天中审批。',
        }
      : undefined
  if (config.dmPolicy === 'open' || listed.size > 0) {
    const count =
      config.dmPolicy === 'open' || listed.has('*')
        ? { en: 'Everybody of your company may write.', zh: '企业内所有人都可以使用。' }
        : { en: `${listed.size} people or groups are listed.`, zh: `名单中有 ${listed.size} 个人或群。` }
    return ok(sentences(count, waiting, ownerless), waiting ? { fix: decide, action: 'open-people' } : {})
  }
  if (waiting) return failed(sentences(nobody, waiting), decide, { action: 'open-people' })
  if (config.dmPolicy !== 'pairing')
    return failed(sentences(nobody, silent), letSomebodyIn, { test: findId, action: 'open-people' })
  return unknown(sentences(nobody, ownerless), findId, { action: 'open-people' })
}

const nobody: Words = { en: 'Nobody is allowed to write to this bot yet.', zh: '还没有任何人获准使用这个机器人。' }
const silent: Words = {
  en: 'By its policy strangers get no answer at all.',
  zh: '按当前策略，陌生人不会得到任何回应。',
}
const decide: Words = { en: 'Allow or deny them under People.', zh: '请在「联系人」中允许或拒绝。' }
const letSomebodyIn: Words = {
  en: 'Allow somebody under People, or set "dmPolicy" to "pairing".',
  zh: '请在「联系人」中允许某人，或将 "dmPolicy" 设为 "pairing"。',
}
/** How an Open ID is found, without opening the door to everybody meanwhile. */
const findId: Words = {
  en: 'Write to the bot in a direct message: you appear under People with your Open ID, and one click allows you. The list never has to be set to "*" for that.',
  zh: '私聊机器人发一条消息：你会连同 Open ID 出现在「联系人」中，点一下即可允许，无需把名单设为 "*"。',
}
