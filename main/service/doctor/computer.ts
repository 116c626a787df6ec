import { failed, ok, type Finding } from '../../base/finding.ts'
import { checkBuild } from './build.ts'
import type { Check } from './check.ts'
import type { SharedContext } from './context.ts'
import { checkDatabase } from './database.ts'
import { checkPort, checkService } from './doors.ts'
import { checkDisk, checkHome, checkWorkspace } from './folders.ts'
import { checkSecretSources, checkSecretStore } from './secrets.ts'
import { checkConfig, checkConfigMode } from './settings.ts'

const LEAST_NODE = 24

function checkRuntime(): Promise<Finding> {
  const { node, electron } = process.versions
  const name = electron === undefined ? `Node ${node}` : `Electron ${electron} (Node ${node})`
  const place = `${process.platform} ${process.arch}`
  if (Number(node.split('.')[0]) >= LEAST_NODE)
    return Promise.resolve(ok({ en: `${name}, ${place}.`, zh: `${name}，${place}。` }))
  return Promise.resolve(
    failed(
      { en: `${name} is too old.`, zh: `${name} 版本过低。` },
      { en: `Install Node ${LEAST_NODE} or newer.`, zh: `请安装 Node ${LEAST_NODE} 或更高版本。` },
    ),
  )
}

export const computerChecks: readonly Check<SharedContext>[] = [
  {
    id: 'runtime',
    layer: 'computer',
    title: { en: 'Runtime', zh: '运行环境' },
    covers: ['N37', 'N38'],
    run: checkRuntime,
  },
  {
    id: 'build',
    layer: 'computer',
    title: { en: 'The running program is the one on disk', zh: '运行的程序与磁盘上的一致' },
    covers: ['N10', 'N38'],
    run: checkBuild,
  },
  {
    id: 'service',
    layer: 'computer',
    title: { en: 'Perch is running', zh: 'Perch 正在运行' },
    covers: ['N01', 'N06', 'N22', 'N33'],
    run: checkService,
  },
  {
    id: 'port',
    layer: 'computer',
    title: { en: 'Port of the screens', zh: '界面端口' },
    covers: ['N33', 'N37'],
    applies: () => process.versions.electron === undefined,
    run: checkPort,
  },
  {
    id: 'home',
    layer: 'computer',
    title: { en: 'Home folder', zh: '主目录' },
    covers: ['N16', 'N37'],
    run: checkHome,
  },
  {
    id: 'disk',
    layer: 'computer',
    title: { en: 'Free disk space', zh: '磁盘空间' },
    covers: ['N07', 'N16'],
    run: checkDisk,
  },
  {
    id: 'database',
    layer: 'computer',
    title: { en: 'Database', zh: '数据库' },
    covers: ['N07', 'N16'],
    timeoutMs: 60_000,
    run: checkDatabase,
  },
  {
    id: 'config',
    layer: 'computer',
    title: { en: 'Configuration', zh: '配置' },
    covers: ['N01', 'N37'],
    run: checkConfig,
  },
  {
    id: 'config-mode',
    layer: 'computer',
    title: { en: 'Who can read the configuration', zh: '配置文件权限' },
    covers: ['N37'],
    run: checkConfigMode,
  },
  {
    id: 'secret-store',
    layer: 'computer',
    title: { en: 'Store of secrets', zh: '密钥库' },
    covers: ['N09', 'N12'],
    run: checkSecretStore,
  },
  {
    id: 'secret-sources',
    layer: 'computer',
    title: { en: 'Variables and files that hold secrets', zh: '保存密钥的环境变量与文件' },
    covers: ['N12', 'N16', 'N39'],
    run: checkSecretSources,
  },
  {
    id: 'workspace',
    layer: 'computer',
    title: { en: 'Workspace of the agent', zh: '智能体工作区' },
    covers: ['N16'],
    run: checkWorkspace,
  },
]
