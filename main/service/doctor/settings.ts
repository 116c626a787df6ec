import { stat } from 'node:fs/promises'
import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import { formatProblem } from '../../config/problems.ts'
import type { SharedContext } from './context.ts'

export function checkConfig({ ports }: SharedContext): Promise<Finding> {
  const problems = ports.problems()
  const told = (wanted: boolean) => [
    ...new Set(
      problems.filter(({ severity }) => (severity === 'error') === wanted).map(problem => formatProblem(problem)),
    ),
  ]
  const errors = told(true)
  if (errors.length > 0) {
    return Promise.resolve(
      failed(
        {
          en: `${errors.length} ${errors.length === 1 ? 'entry' : 'entries'} of config.json can not be used: ${errors.slice(0, 3).join('\n')}`,
          zh: `config.json 中有 ${errors.length} 处无法使用：${errors.slice(0, 3).join('\n')}`,
        },
        {
          en: 'Mend the places named here; perch config schema shows what is allowed.',
          zh: '请修正所列位置；perch config schema 可查看允许的写法。',
        },
        { raw: errors.join('\n'), action: 'open-settings' },
      ),
    )
  }
  const worth = told(false).slice(0, 5).join('\n')
  return Promise.resolve(
    worth === ''
      ? ok({ en: 'config.json has no mistakes.', zh: 'config.json 没有错误。' })
      : ok({ en: `No mistakes; worth a look: ${worth}`, zh: `没有错误；值得留意：${worth}` }),
  )
}

export async function checkConfigMode({ ports }: SharedContext): Promise<Finding> {
  const { configFile } = ports
  if (process.platform === 'win32') {
    return unknown(
      { en: 'On Windows the permissions of a file are not looked at.', zh: '在 Windows 上不检查文件权限。' },
      {
        en: `Right-click ${configFile}, Properties, Security: only you and the system should be listed.`,
        zh: `右键 ${configFile}，属性，安全：只应列出你和系统。`,
      },
    )
  }
  const found = await stat(configFile).catch(() => undefined)
  if (!found)
    return ok({
      en: 'There is no config.json; every setting has its default.',
      zh: '没有 config.json，所有设置为默认值。',
    })
  const mode = (found.mode & 0o777).toString(8)
  if ((found.mode & 0o077) === 0)
    return ok({ en: `Only you can read config.json (${mode}).`, zh: `只有你能读取 config.json（${mode}）。` })
  return failed(
    {
      en: `Other users of this computer can read or change config.json (mode ${mode}).`,
      zh: `本机其他用户可以读取或修改 config.json（权限 ${mode}）。`,
    },
    { en: `chmod 600 ${configFile}`, zh: `chmod 600 ${configFile}` },
  )
}
