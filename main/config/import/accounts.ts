import { accountPath, DEFAULT_ACCOUNT } from '../accounts.ts'
import type { Value } from '../parse.ts'
import type { ConfigPath } from '../problems.ts'
import { accountRules, LIKE_AN_APP_ID, groupRule, type Place, type Tools } from './account-keys.ts'
import type { Told } from './draft.ts'
import { keepApart } from './inheritance.ts'
import { reasons } from './reasons.ts'
import type { Table } from './read.ts'
import { camel, isTable } from './tree.ts'
import { unusedAccountKeys } from './unused-keys.ts'

/** One bot as the source describes it. */
export type SourceAccount = { readonly id: string; readonly path: ConfigPath; readonly table: Table }

/** A channel: what stands at its top counts for the accounts in it, too. */
export type SourceChannel = {
  readonly top: SourceAccount
  /** Keys of `top` that hold the accounts. */
  readonly holder: string
  readonly named: readonly SourceAccount[]
  /** The account that the source calls its default. */
  readonly preferred: string
  /** Variables that stand in for an App ID and a secret that the file does not give. */
  readonly variables?: readonly { readonly appId: string; readonly appSecret: string }[]
}

/** The bots that are here already. */
export type Present = readonly { readonly id: string; readonly appId: string }[]

/** An App ID, and the name under which the account should stand here. */
type Wish = { readonly account: SourceAccount; readonly appId: string; readonly name: string }

/** A bot keeps its place here; the default place goes to the source's default bot, when no other bot has it. */
function placesFor(wishes: readonly Wish[], present: Present): ReadonlyMap<SourceAccount, Place> {
  const taken = new Set(present.map(({ id }) => id))
  const places = new Map<SourceAccount, Place>()
  for (const { account, appId, name } of wishes) {
    const same = present.find(one => one.appId === appId && appId !== '')
    const id = same?.id ?? freeName(name, account.id, taken)
    taken.add(id)
    places.set(account, { at: accountPath(id), existed: same !== undefined, moved: !same && id !== name })
  }
  return places
}

function freeName(wanted: string, instead: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const base = wanted === DEFAULT_ACCOUNT ? instead : wanted
  const tries = [base, ...Array.from({ length: taken.size + 1 }, (_, index) => `${base.slice(0, 28)}-${index + 2}`)]
  return tries.find(name => !taken.has(name) && name !== DEFAULT_ACCOUNT) ?? base
}

/** A name that an account may have here. */
const cleanName = (id: string): string =>
  id
    .replace(/[^\w-]/g, '-')
    .replace(/^[^a-z0-9]+/i, '')
    .slice(0, 32) || 'imported'

/** Takes the bots of some channels over. Gives how many there are. */
export function takeAccounts(channels: readonly SourceChannel[], present: Present, tools: Tools): number {
  const wishes = channels.flatMap(channel => wishesOf(channel, tools))
  const isFirst = (wish: Wish) => wish.name === DEFAULT_ACCOUNT
  const places = placesFor([...wishes.filter(isFirst), ...wishes.filter(wish => !isFirst(wish))], present)
  for (const channel of channels) takeChannel(channel, places, tools)
  keepApart(tools.survey.draft, [...places.values()])
  return places.size
}

function wishesOf({ top, named, preferred, variables = [] }: SourceChannel, { survey }: Tools): readonly Wish[] {
  const byVariable = variables.map(({ appId }) => survey.variables.get(appId)?.value).find(Boolean)
  if (byVariable && named.length === 0 && !has(top.table, 'appId') && !has(top.table, 'appIdFile'))
    return [{ account: top, appId: byVariable, name: DEFAULT_ACCOUNT }]
  return [top, ...named].flatMap(account => {
    const appId = appIdOf(account, name => survey.text(account.table[name]))
    if (appId === undefined) return []
    const isDefault = account === top || account.id === preferred
    return [{ account, appId, name: isDefault ? DEFAULT_ACCOUNT : cleanName(account.id) }]
  })
}

/** Empty when the ID lies in a file; `undefined` when there is none. */
function appIdOf({ table }: SourceAccount, text: (key: string) => string | undefined): string | undefined {
  const key = (wanted: string) => Object.keys(table).find(name => camel(name) === wanted)
  const id = text(key('appId') ?? 'appId')
  if (id && LIKE_AN_APP_ID.test(id)) return id
  return text(key('appIdFile') ?? 'appIdFile') ? '' : undefined
}

/** Belongs to one bot alone, or follows from its name here. */
const notInherited = new Set([
  'appId',
  'appIdFile',
  'appSecret',
  'appSecretEnv',
  'appSecretFile',
  'name',
  'botName',
  'webhookPath',
])

function takeChannel(
  { top, named, holder, variables = [] }: SourceChannel,
  places: ReadonlyMap<SourceAccount, Place>,
  tools: Tools,
): void {
  for (const [name, value] of Object.entries(top.table)) {
    if (name === holder && named.length > 0) continue
    const heirs = notInherited.has(camel(name)) ? [] : named.filter(one => !has(one.table, name))
    takeKey([...top.path, name], value, placesOf([top, ...heirs], places), tools)
  }
  for (const account of named)
    for (const [name, value] of Object.entries(account.table))
      takeKey([...account.path, name], value, placesOf([account], places), tools)
  for (const place of placesOf([top], places)) takeVariables(top.table, variables, place, tools)
}

/** What a variable says counts where the file says nothing. */
function takeVariables(
  table: Table,
  variables: NonNullable<SourceChannel['variables']>,
  place: Place,
  tools: Tools,
): void {
  const { survey } = tools
  const missing = (key: string) => ['', 'Env', 'File'].every(end => !has(table, `${key}${end}`))
  for (const { appId, appSecret } of variables) {
    const id = survey.variables.get(appId)?.value
    if (id && missing('appId'))
      for (const told of accountRules['appId']?.(id, place, tools) ?? []) survey.use(appId, told)
    if (survey.variables.get(appSecret)?.value && missing('appSecret'))
      survey.secret([...place.at, 'appSecret'], { kind: 'variable', name: appSecret }, !place.existed)
  }
}

const has = (table: Table, wanted: string): boolean => Object.keys(table).some(name => camel(name) === camel(wanted))
const placesOf = (accounts: readonly SourceAccount[], places: ReadonlyMap<SourceAccount, Place>): readonly Place[] =>
  accounts.flatMap(account => places.get(account) ?? [])

function takeKey(path: ConfigPath, value: Value, places: readonly Place[], tools: Tools): void {
  const key = camel(String(path.at(-1)))
  if (key === 'groups' && isTable(value)) return takeGroups(path, value, places, tools)
  if (key === 'dm' && isTable(value)) {
    for (const [name, item] of Object.entries(value))
      takeByRule([...path, name], item, `dm.${camel(name)}`, places, tools)
    return
  }
  takeByRule(path, value, key, places, tools)
}

function takeGroups(path: ConfigPath, groups: Table, places: readonly Place[], tools: Tools): void {
  if (Object.keys(groups).length === 0) tools.survey.ignore(path, reasons.empty)
  for (const [id, rules] of Object.entries(groups)) {
    if (isTable(rules) && Object.keys(rules).length === 0) tools.survey.ignore([...path, id], reasons.empty)
    for (const [name, value] of Object.entries(isTable(rules) ? rules : {})) {
      const rule = groupRule(id, camel(name))
      if (rule)
        tools.survey.tell(
          [...path, id, name],
          toldAt(places, place => rule(value, place, tools)),
        )
      else tools.survey.ignore([...path, id, name], unusedAccountKeys.get(camel(name)) ?? reasons.ownWay)
    }
  }
}

function takeByRule(path: ConfigPath, value: Value, key: string, places: readonly Place[], tools: Tools): void {
  const rule = Object.hasOwn(accountRules, key) ? accountRules[key] : undefined
  const why = unusedAccountKeys.get(key)
  if (rule && key === 'appId' && places.length === 0)
    tools.survey.tell(path, [{ outcome: 'ignored', why: value === '' ? reasons.empty : reasons.missingAppId }])
  else if (rule)
    tools.survey.tell(
      path,
      toldAt(places, place => rule(value, place, tools)),
    )
  else if (why) tools.survey.ignore(path, why)
}

const toldAt = (places: readonly Place[], tell: (place: Place) => readonly Told[]): readonly Told[] =>
  places.length === 0 ? [{ outcome: 'ignored', why: reasons.noAppId }] : places.flatMap(tell)
