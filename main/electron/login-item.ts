import { homedir } from 'node:os'
import { app } from 'electron'
import { autostartFile, linuxAutostart, type Command } from './autostart.ts'

/** Whether the computer starts Perch when its user signs in. The system's own answer counts, not a note of ours. */
export type LoginItem = { readonly isOn: () => Promise<boolean>; readonly turn: (on: boolean) => Promise<void> }

/** `home` when it is not the default one. */
export function loginItem(home: string | undefined): LoginItem {
  const command = startCommand(home)
  if (process.platform === 'linux') return linuxAutostart(autostartFile(process.env, homedir()), command)
  const { program: path, args } = command
  return {
    isOn: async () => app.getLoginItemSettings({ path, args: [...args] }).openAtLogin,
    turn: async on => app.setLoginItemSettings({ openAtLogin: on, path, args: [...args] }),
  }
}

/** An AppImage is started by its own file, and from source Electron needs to be told what to run. */
function startCommand(home: string | undefined): Command {
  const from = app.isPackaged ? [] : [app.getAppPath()]
  const where = home === undefined ? [] : ['--home', home]
  return { program: process.env['APPIMAGE'] ?? process.execPath, args: [...from, '--hidden', ...where] }
}
