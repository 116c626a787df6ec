import type { SettingView } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { accountWords } from '../../words/settings-accounts.ts'
import { ACCOUNTS } from './accounts.ts'
import { Fields, Part } from './fields.tsx'
import { isOwn, leafOf, settingsOf } from './topics.ts'
import type { Settings } from './use-settings.ts'

/** The parts of an account's page; a key of the schema that no part names comes last. */
const parts = [
  ['bot', ['name', 'appId', 'appSecret', 'domain']],
  ['connection', ['enabled', 'mode']],
  ['accessToo', ['dmPolicy', 'groupPolicy', 'ownerIds', 'allowFrom', 'groupAllowFrom', 'groups']],
  ['quota', ['limit', 'unmetered']],
  ['webhook', ['webhookPath', 'encryptKey', 'verificationToken']],
  ['files', ['appIdFile', 'appSecretEnv', 'appSecretFile']],
  ['platform', ['consoleUrl', 'accountsUrl']],
] as const satisfies readonly (readonly [keyof (typeof accountWords)['entries'], readonly string[]])[]

const placed: readonly string[] = parts.flatMap(([, keys]) => keys)

type AccountFieldsProps = { readonly id: string; readonly list: readonly SettingView[]; readonly settings: Settings }

/** Everything that can be set of one bot. */
export function AccountFields({ id, list, settings }: AccountFieldsProps) {
  const say = useWords(accountWords)
  const own = (id === 'default' ? list.filter(isMain) : settingsOf(list, ACCOUNTS, id)).filter(
    ({ path }) => path !== ACCOUNTS,
  )
  const rest = own.filter(({ path }) => !placed.includes(leafOf(path)))
  return (
    <>
      {parts.map(([title, keys]) => {
        const fields = keys.flatMap(key => own.filter(({ path }) => leafOf(path) === key))
        return (
          fields.length > 0 && (
            <Part key={title} title={say(title)}>
              <Fields list={fields} settings={settings} />
            </Part>
          )
        )
      })}
      {rest.length > 0 && (
        <Part title={say('other')}>
          <Fields list={rest} settings={settings} />
        </Part>
      )}
    </>
  )
}

const isMain = (setting: SettingView): boolean => setting.path.startsWith('channels.lark.') && isOwn(setting)
