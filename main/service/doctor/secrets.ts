import { failed, hintOf, ok, saysOf, sentences, type Finding } from '../../base/finding.ts'
import { accountPath, type AccountSettings } from '../../config/accounts.ts'
import { formatPath } from '../../config/problems.ts'
import type { Config } from '../../contract/config.ts'
import { AppError } from '../../contract/errors.ts'
import type { DoctorPorts, SharedContext } from './context.ts'

/** Opens the store and one secret in it: that needs the key, or an unlocked keychain. */
export async function checkSecretStore({ ports }: SharedContext): Promise<Finding> {
  try {
    const stored = await ports.secretStore.list()
    const [first] = stored
    if (first) await ports.secretStore.get(first.name)
    return first
      ? ok({
          en: `${stored.length} secrets are stored and can be opened.`,
          zh: `已保存 ${stored.length} 个密钥，可以打开。`,
        })
      : ok({ en: 'Nothing is stored in it yet; it can be read.', zh: '密钥库为空，可以读取。' })
  } catch (thrown) {
    return failed(saysOf(thrown), hintOf(thrown), { raw: saysOf(thrown).en })
  }
}

/** A key of the configuration that says where a secret comes from. */
type Source = { readonly key: string; readonly secret: string; readonly from: string }

/** Every `…Env` and `…File` that is set. Exported for its test. */
export function secretSources(config: Config, accounts: readonly AccountSettings[]): readonly Source[] {
  const of = (prefix: string, secret: string, env: string, file: string): readonly Source[] => [
    ...(env === '' ? [] : [{ key: `${prefix}Env`, secret, from: env }]),
    ...(file === '' ? [] : [{ key: `${prefix}File`, secret, from: file }]),
  ]
  const { llm, notifiers } = config
  return [
    ...accounts.flatMap(({ id, config: account, secretName }) =>
      of(`${formatPath(accountPath(id))}.appSecret`, secretName, account.appSecretEnv, account.appSecretFile),
    ),
    ...of('llm.apiKey', 'llm.apiKey', llm.apiKeyEnv, llm.apiKeyFile),
    ...Object.entries(notifiers).flatMap(([id, { secretEnv, secretFile }]) =>
      of(formatPath(['notifiers', id, 'secret']), formatPath(['notifiers', id, 'secret']), secretEnv, secretFile),
    ),
  ]
}

export async function checkSecretSources({ ports }: SharedContext): Promise<Finding> {
  const sources = secretSources(ports.config(), ports.accounts())
  if (sources.length === 0)
    return ok({
      en: 'No variable and no file is named; secrets come from the store.',
      zh: '没有指定环境变量或文件，密钥来自密钥库。',
    })
  const troubles = (await Promise.all(sources.map(source => troubleWith(source, ports)))).filter(
    trouble => trouble !== undefined,
  )
  const [first] = troubles
  if (first === undefined) {
    const names = sources.map(({ key, from }) => `${key} (${from})`).join(', ')
    return ok({ en: `Each one is there: ${names}.`, zh: `均已就绪：${names}。` })
  }
  const says = sentences(
    ...troubles.map(({ key, thrown }) => ({ en: `${key}: ${saysOf(thrown).en}`, zh: `${key}：${saysOf(thrown).zh}` })),
  )
  return failed(says, fixOf(first.key, first.thrown), { raw: says.en })
}

const fixOf = (key: string, thrown: unknown) => (key.endsWith('Env') ? inProcess : hintOf(thrown))

const inProcess = {
  en: 'A variable must be set for the process of Perch itself: export it before starting, or name it in the service that starts Perch (systemd: Environment= or EnvironmentFile=).',
  zh: '环境变量须对 Perch 进程本身有效：启动前 export，或写入启动 Perch 的服务（systemd 用 Environment= 或 EnvironmentFile=）。',
}

async function troubleWith({ key, secret, from }: Source, ports: DoctorPorts) {
  if (key.endsWith('Env')) return ports.env[from]?.trim() ? undefined : { key, thrown: notSet(from) }
  try {
    await ports.findSecret(secret)
    return undefined
  } catch (thrown) {
    return { key, thrown }
  }
}

const notSet = (name: string): AppError =>
  new AppError('not-found', { en: `The environment variable ${name} is not set.`, zh: `环境变量 ${name} 未设置。` })
