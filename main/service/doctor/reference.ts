import type { Words } from '../../contract/words.ts'
import { catalog } from './catalog.ts'
import { symptoms, type Symptom } from './symptoms.ts'

const checks = [...catalog.shared, ...catalog.account, ...catalog.model]

/** Every symptom with the checks that explain it, in the order of the catalog. */
export const checksBySymptom = (): ReadonlyMap<Symptom, readonly { readonly id: string; readonly title: Words }[]> =>
  new Map(
    // Object.keys forgets which keys it was given.
    (Object.keys(symptoms) as Symptom[]).map(symptom => [
      symptom,
      checks.filter(({ covers }) => covers.includes(symptom)).map(({ id, title }) => ({ id, title })),
    ]),
  )

/** docs/doctor.md, made from the catalog. */
export function doctorReference(): string {
  const rows = [...checksBySymptom()].map(([symptom, known]) => {
    const ids = known.map(({ id }) => `\`${id}\``).join(', ')
    return `| ${symptom} | ${symptoms[symptom].en} · ${symptoms[symptom].zh} | ${ids} |`
  })
  const each = checks.map(({ id, layer, title, needs = [] }) => {
    const after = needs.map(need => `\`${need}\``).join(', ')
    return `| \`${id}\` | ${layer} | ${title.en} · ${title.zh} | ${after} |`
  })
  return [...intro, '| | symptom · 症状 | checks · 检查 |', '|---|---|---|', ...rows, '', ...middle, ...each, ''].join(
    '\n',
  )
}

const intro = [
  '<!-- Made from the catalog by `node scripts/doctor-reference.ts`; edits here are lost. -->',
  '',
  '# Doctor · 诊断',
  '',
  'Perch looks for what keeps the bot from answering: on the Doctor screen, with `perch doctor` (with and without a running Perch), and with `/doctor` in the direct chat of an owner. A check says `ok` only of what was checked now; what can not be known from here says so, with a test to do. What the platform or the model said itself (code, message, log id) stands beside our reading. Nothing is asked until somebody runs it; one run asks the platform about seven times for each bot (four of these count towards the monthly quota) and the model once, which costs a few tokens.',
  '',
  'Perch 会查找机器人不回答的原因：可在诊断页、`perch doctor`（无论 Perch 是否运行）或所有者私聊中的 `/doctor` 使用。只有当场验证过的才显示通过；无法从本机得知的会说明，并给出自测方法。平台或模型返回的原话（代码、消息、log id）会一并列出。不运行时不会发出任何请求；每次运行对每个机器人约请求平台七次（其中四次计入每月额度），并调用模型一次（消耗少量 token）。',
  '',
  '`perch doctor --json` prints `[{id, account?, title, ok, detail, fix, link?}]`; `ok` is `null` where it can not be known, and `fix` is then the test to do. Exit code 1 when any check failed. Webhook checks show only for an account in webhook mode, which this version does not serve yet.',
  '',
  '## Symptoms · 症状',
  '',
]

const middle = [
  '## Checks · 检查',
  '',
  'A check is not tried when one that it needs has failed. Permissions have one check each.',
  '',
  '| check · 检查 | layer · 层 | title · 名称 | needs · 依赖 |',
  '|---|---|---|---|',
]
