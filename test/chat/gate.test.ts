import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, type Asking, type Policy } from '../../main/chat/gate.ts'
import { Config, type AccountConfig } from '../../main/contract/config.ts'

const base: AccountConfig = Config.parse({}).channels.lark

const dm: Asking = {
  senderId: 'ou_ann',
  senderType: 'user',
  senderTenant: 'home',
  botTenant: 'home',
  chatType: 'p2p',
  chatId: 'oc_dm',
  mentionsBot: false,
  fromSelf: false,
}
const team: Asking = { ...dm, chatType: 'group', chatId: 'oc_team', mentionsBot: true }
const abroad = { senderTenant: 'other' }
const bot = { senderType: 'app' }

type Row = { who: string; asking: Asking; account?: Partial<AccountConfig>; policy?: Partial<Policy>; becomes: string }

const rules = (over: Partial<AccountConfig['groups'][string]> = {}) => ({
  oc_team: { enabled: true, requireMention: true, systemPrompt: '', allowFrom: [], ...over },
})

const direct: Row[] = [
  { who: 'a stranger under pairing', asking: dm, becomes: 'pending-pairing' },
  { who: 'a listed person under pairing', asking: dm, account: { allowFrom: ['ou_ann'] }, becomes: 'trusted' },
  { who: 'a program under pairing', asking: { ...dm, ...bot }, becomes: 'not-allowed' },
  { who: 'a stranger of another tenant under pairing', asking: { ...dm, ...abroad }, becomes: 'pending-pairing' },
  {
    who: 'an owner who is in no list',
    asking: dm,
    account: { ownerIds: ['ou_ann'], dmPolicy: 'allowlist' },
    becomes: 'owner',
  },
  {
    who: 'an owner whom a stale denial names',
    asking: dm,
    account: { ownerIds: ['ou_ann'] },
    policy: { denied: true },
    becomes: 'owner',
  },
  {
    who: 'a denied person, though listed',
    asking: dm,
    account: { allowFrom: ['ou_ann'] },
    policy: { denied: true },
    becomes: 'not-allowed',
  },
  {
    who: 'a denied person, though open to all',
    asking: dm,
    account: { dmPolicy: 'open' },
    policy: { denied: true },
    becomes: 'not-allowed',
  },
  { who: 'a stranger under allowlist', asking: dm, account: { dmPolicy: 'allowlist' }, becomes: 'not-allowed' },
  {
    who: 'a listed person under allowlist',
    asking: dm,
    account: { dmPolicy: 'allowlist', allowFrom: ['ou_ann'] },
    becomes: 'trusted',
  },
  { who: 'anybody under open', asking: dm, account: { dmPolicy: 'open' }, becomes: 'guest' },
  {
    who: 'a listed person under open',
    asking: dm,
    account: { dmPolicy: 'open', allowFrom: ['ou_ann'] },
    becomes: 'trusted',
  },
  {
    who: 'another tenant under open',
    asking: { ...dm, ...abroad },
    account: { dmPolicy: 'open' },
    becomes: 'not-allowed',
  },
  { who: 'a program under open', asking: { ...dm, ...bot }, account: { dmPolicy: 'open' }, becomes: 'not-allowed' },
  {
    who: 'a listed program under open',
    asking: { ...dm, ...bot },
    account: { dmPolicy: 'open', allowFrom: ['ou_ann'] },
    becomes: 'trusted',
  },
  {
    who: 'a listed person of another tenant',
    asking: { ...dm, ...abroad },
    account: { allowFrom: ['ou_ann'] },
    becomes: 'trusted',
  },
  { who: 'a colleague under *', asking: dm, account: { allowFrom: ['*'] }, becomes: 'guest' },
  {
    who: 'another tenant under *',
    asking: { ...dm, ...abroad },
    account: { dmPolicy: 'allowlist', allowFrom: ['*'] },
    becomes: 'not-allowed',
  },
  { who: 'a program under *', asking: { ...dm, ...bot }, account: { allowFrom: ['*'] }, becomes: 'not-allowed' },
  {
    who: 'a listed person while DMs are off',
    asking: dm,
    account: { dmPolicy: 'disabled', allowFrom: ['ou_ann', '*'] },
    becomes: 'disabled',
  },
  { who: 'the bot itself', asking: { ...dm, fromSelf: true }, account: { dmPolicy: 'open' }, becomes: 'own-message' },
  {
    who: 'a listed person while replies are paused',
    asking: dm,
    account: { allowFrom: ['ou_ann'] },
    policy: { paused: true },
    becomes: 'paused',
  },
  { who: 'a stranger while replies are paused', asking: dm, policy: { paused: true }, becomes: 'pending-pairing' },
]

const groups: Row[] = [
  { who: 'a stranger in an unlisted group', asking: team, becomes: 'not-allowed' },
  {
    who: 'chatter without a mention',
    asking: { ...team, mentionsBot: false },
    account: { groupAllowFrom: ['oc_team'] },
    becomes: 'not-mentioned',
  },
  { who: 'a mention in a listed group', asking: team, account: { groupAllowFrom: ['oc_team'] }, becomes: 'guest' },
  { who: 'a listed person in any group', asking: team, account: { groupAllowFrom: ['ou_ann'] }, becomes: 'guest' },
  {
    who: "a person in the group's own list",
    asking: team,
    account: { groups: rules({ allowFrom: ['ou_ann'] }) },
    becomes: 'guest',
  },
  { who: 'a group with rules but no admission', asking: team, account: { groups: rules() }, becomes: 'not-allowed' },
  { who: 'a person listed for DMs only', asking: team, account: { allowFrom: ['ou_ann'] }, becomes: 'not-allowed' },
  {
    who: 'another tenant in a listed group',
    asking: { ...team, ...abroad },
    account: { groupAllowFrom: ['oc_team'] },
    becomes: 'not-allowed',
  },
  {
    who: 'a listed person of another tenant',
    asking: { ...team, ...abroad },
    account: { groupAllowFrom: ['ou_ann'] },
    becomes: 'guest',
  },
  {
    who: 'a program in a listed group',
    asking: { ...team, ...bot },
    account: { groupAllowFrom: ['oc_team'] },
    becomes: 'not-allowed',
  },
  { who: 'anybody under open', asking: team, account: { groupPolicy: 'open' }, becomes: 'guest' },
  {
    who: 'another tenant under open',
    asking: { ...team, ...abroad },
    account: { groupPolicy: 'open' },
    becomes: 'not-allowed',
  },
  {
    who: 'a listed program under open',
    asking: { ...team, ...bot },
    account: { groupPolicy: 'open', groupAllowFrom: ['ou_ann'] },
    becomes: 'guest',
  },
  { who: 'a colleague under *', asking: team, account: { groupAllowFrom: ['*'] }, becomes: 'guest' },
  {
    who: 'another tenant under *',
    asking: { ...team, ...abroad },
    account: { groupAllowFrom: ['*'] },
    becomes: 'not-allowed',
  },
  { who: 'an owner in an unlisted group', asking: team, account: { ownerIds: ['ou_ann'] }, becomes: 'owner' },
  {
    who: 'an owner without a mention',
    asking: { ...team, mentionsBot: false },
    account: { ownerIds: ['ou_ann'] },
    becomes: 'not-mentioned',
  },
  {
    who: 'a listed group while groups are off',
    asking: team,
    account: { groupPolicy: 'disabled', groupAllowFrom: ['oc_team'] },
    becomes: 'disabled',
  },
  {
    who: 'a group that is switched off',
    asking: team,
    account: { groupPolicy: 'open', groups: rules({ enabled: false }) },
    becomes: 'disabled',
  },
  {
    who: 'chatter where no mention is needed',
    asking: { ...team, mentionsBot: false },
    account: { groupAllowFrom: ['oc_team'], groups: rules({ requireMention: false }) },
    becomes: 'guest',
  },
  {
    who: 'a stranger where no mention is needed',
    asking: { ...team, mentionsBot: false },
    account: { groups: rules({ requireMention: false }) },
    becomes: 'not-allowed',
  },
  {
    who: 'a denied person in a listed group',
    asking: team,
    account: { groupAllowFrom: ['oc_team', 'ou_ann'] },
    policy: { denied: true },
    becomes: 'not-allowed',
  },
]

const becomes = ({ asking, account, policy }: Omit<Row, 'who' | 'becomes'>): string => {
  const verdict = judge(asking, { account: { ...base, ...account }, denied: false, paused: false, ...policy })
  return verdict.admit ? verdict.role : verdict.fate
}

describe('who may write to the bot in private', () => {
  test.each(direct)('$who: $becomes', row => expect(becomes(row)).toBe(row.becomes))
})

describe('whom the bot answers in a group', () => {
  test.each(groups)('$who: $becomes', row => expect(becomes(row)).toBe(row.becomes))
})

describe('whatever the lists say', () => {
  const ids = fc.constantFrom('ou_ann', 'ou_bob', '*', 'oc_team', 'oc_dm')
  const accounts = fc.record({
    dmPolicy: fc.constantFrom('open', 'allowlist', 'pairing', 'disabled'),
    groupPolicy: fc.constantFrom('open', 'allowlist', 'disabled'),
    allowFrom: fc.array(ids),
    groupAllowFrom: fc.array(ids),
  }) as fc.Arbitrary<Partial<AccountConfig>>
  const askings = fc.record({
    senderId: fc.constantFrom('ou_ann', 'ou_bob'),
    senderType: fc.constantFrom('user', 'app'),
    senderTenant: fc.constantFrom('home', 'other', undefined),
    botTenant: fc.constant('home'),
    chatType: fc.constantFrom('p2p', 'group'),
    chatId: fc.constantFrom('oc_team', 'oc_dm'),
    mentionsBot: fc.boolean(),
    fromSelf: fc.boolean(),
  }) as fc.Arbitrary<Asking>

  test('a denied person who owns nothing is never admitted', () => {
    fc.assert(
      fc.property(
        askings,
        accounts,
        (asking, account) => !isRole(becomes({ asking, account, policy: { denied: true } })),
      ),
    )
  })

  test('who is of another tenant, or no person, needs their own ID listed', () => {
    fc.assert(
      fc.property(askings, accounts, (asking, account) => {
        const isStranger = asking.senderType !== 'user' || asking.senderTenant !== 'home'
        const listed = [...(account.allowFrom ?? []), ...(account.groupAllowFrom ?? [])].includes(asking.senderId)
        return !isStranger || listed || !isRole(becomes({ asking, account }))
      }),
    )
  })
})

const isRole = (word: string): boolean => ['owner', 'trusted', 'guest'].includes(word)
