import { Menu, type ContextMenuParams } from 'electron'

/** macOS has its menu bar, without which copy and paste have no keys; elsewhere the window has none. */
export const applicationMenu = (platform: NodeJS.Platform): Menu | null =>
  platform === 'darwin'
    ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
    : null

/** The menu of a field or a selection; nothing elsewhere. */
export function fieldMenu({ isEditable, selectionText, editFlags }: ContextMenuParams): Menu | undefined {
  if (isEditable) {
    const { canCut, canCopy, canPaste, canSelectAll } = editFlags
    return Menu.buildFromTemplate([
      { role: 'cut', enabled: canCut },
      { role: 'copy', enabled: canCopy },
      { role: 'paste', enabled: canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: canSelectAll },
    ])
  }
  return selectionText.trim() === '' ? undefined : Menu.buildFromTemplate([{ role: 'copy' }])
}
