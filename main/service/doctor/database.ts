import { failed, ok, saysOf, type Finding } from '../../base/finding.ts'
import { checkSoundness } from '../../store/checkup.ts'
import type { SharedContext } from './context.ts'

export async function checkDatabase({ ports }: SharedContext, signal: AbortSignal): Promise<Finding> {
  const damaged = ports.state().notices.find(({ id }) => id === 'store-damaged')
  try {
    const said = await checkSoundness(ports.home.database, signal)
    if (said === 'ok' && !damaged) return ok({ en: 'Every page of perch.db is sound.', zh: 'perch.db 完好。' })
    if (said === 'ok' && damaged) return failed(damagedWords(damaged.message), restore, { raw: damaged.message })
    return failed({ en: 'perch.db is damaged.', zh: 'perch.db 已损坏。' }, startAgain, { raw: said })
  } catch (thrown) {
    signal.throwIfAborted()
    return failed(saysOf(thrown), startAgain, { raw: saysOf(thrown).en })
  }
}

const damagedWords = (message: string) => ({
  en: `The database was damaged when Perch started: ${message}`,
  zh: `Perch 启动时数据库已损坏：${message}`,
})
const restore = {
  en: 'Perch works with a new database. Check the disk; conversations are in the file that was kept aside.',
  zh: 'Perch 已使用新的数据库。请检查磁盘；旧会话保存在另存的文件中。',
}
const startAgain = {
  en: 'Start Perch again: it keeps the damaged file aside and begins a new one. Then check the disk.',
  zh: '请重启 Perch：它会另存损坏的文件并新建数据库。然后请检查磁盘。',
}
