import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf, readIfThere } from '../base/atomic-file.ts'

export type Command = { readonly program: string; readonly args: readonly string[] }

/** Where the desktop looks for what to start (specifications.freedesktop.org/autostart-spec). */
export const autostartFile = (env: Readonly<Record<string, string | undefined>>, userHome: string): string =>
  join(env['XDG_CONFIG_HOME'] || join(userHome, '.config'), 'autostart', 'perch.desktop')

/** The entry for the desktop's session; each argument is quoted by the rules of the Desktop Entry Specification. */
export const autostartEntry = ({ program, args }: Command): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Perch',
    'Comment=Answers on Feishu and Lark',
    'Comment[zh_CN]=在飞书和 Lark 上回复消息',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** Inside quotes four signs are escaped for the command line, then each backslash again as in every value; `%` doubles. */
function quoted(argument: string): string {
  const escaped = argument.replace(/["`$\\]/g, sign => `\\${sign}`)
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('\n', '\\n')}"`
}

/** The switch of one user's session on Linux. */
export const linuxAutostart = (file: string, command: Command) => ({
  isOn: async (): Promise<boolean> => {
    const text = (await readIfThere(file))?.toString('utf8')
    return text !== undefined && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text)
  },
  turn: async (on: boolean): Promise<void> => {
    if (!on) return removeFile(file)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, autostartEntry(command))
  },
})

async function removeFile(file: string): Promise<void> {
  try {
    await rm(file)
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown
  }
}
