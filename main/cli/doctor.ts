import type { Command } from 'commander'
import { isAppError } from '../contract/errors.ts'
import { layers, okOf, saidBeside, type CheckView, type Layer } from '../contract/doctor.ts'
import type { Language, Words } from '../contract/words.ts'
import type { CommonOptions } from '../host.ts'
import { EXIT, say, sayJson } from './output.ts'
import { whyClosed } from './doctor-door.ts'
import { withService, type Service } from './service.ts'
import { folded } from './fold.ts'

type Options = CommonOptions & { readonly account?: string; readonly json?: boolean }

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look for what keeps the bot from answering; asks the platform and the model once')
    .option('--account <id>', 'only this account, and what all share')
    .action(async (_options, command: Command) => {
      try {
        await doctor(command.optsWithGlobals<Options>())
      } finally {
        endSoon()
      }
    })
}

async function doctor(options: Options): Promise<void> {
  const { checks, language } = await look(options)
  if (options.json) sayJson(checks.map(check => reportOf(check, language)))
  else for (const line of report(checks, language)) say(line)
  if (checks.some(({ verdict }) => verdict === 'failed')) process.exitCode = EXIT.failed
}

/** Long enough for everything to be closed (milliseconds). */
const LINGER_MS = 2000

/** What the doctor found hanging, such as a proxy that never answers, must not keep the process itself from ending. */
function endSoon(): void {
  process.stdout.write('', () => setTimeout(() => process.exit(), LINGER_MS).unref())
}

/** Where Perch can't even open, that is what the doctor found. */
async function look(options: Options): Promise<{ checks: readonly CheckView[]; language: Language }> {
  try {
    return await withService(options, async service => ({
      checks: await service.call('doctor.run', options.account === undefined ? {} : { account: options.account }),
      language: await languageOf(service),
    }))
  } catch (thrown) {
    const checks = isAppError(thrown) ? await whyClosed(thrown, options) : []
    if (checks.length === 0) throw thrown
    return { checks, language: 'en' }
  }
}

/** English unless the configuration names another language. The report matters more than its language. */
async function languageOf(service: Service): Promise<Language> {
  try {
    return (await service.call('config.get', { path: 'language' })) === 'zh-CN' ? 'zh' : 'en'
  } catch {
    return 'en'
  }
}

/** Scripts rely on this shape; `ok` is null where it can't be known from here. Exported for its test. */
export function reportOf(check: CheckView, language: Language) {
  const { id, account, title, verdict, detail, fix, test, link } = check
  return {
    id,
    ...(account === undefined ? {} : { account }),
    title: title[language],
    ok: okOf(verdict),
    // Scripts and people who read only this have the platform's own code, message and log id too.
    detail: [detail[language], saidBeside(check, language)].filter(Boolean).join(language === 'zh' ? '' : ' '),
    // Where it can't be known, what a person can try is what there is to do.
    fix: verdict === 'unknown' && test ? test[language] : fix[language],
    ...(link === undefined ? {} : { link }),
  }
}

const names: Readonly<Record<Layer, Words>> = {
  computer: { en: 'This computer', zh: '这台电脑' },
  network: { en: 'Network', zh: '网络' },
  credentials: { en: 'App and secret', zh: '应用凭证' },
  console: { en: 'Developer console', zh: '开发者后台' },
  traffic: { en: 'Messages', zh: '消息' },
  model: { en: 'Model', zh: '模型' },
}

const words = {
  fix: { en: 'To do: ', zh: '处理：' },
  test: { en: 'To find out: ', zh: '自己试试：' },
  link: { en: 'Page: ', zh: '页面：' },
  raw: { en: 'Said: ', zh: '原话：' },
} as const satisfies Record<string, Words>

/** Layer by layer, in each what failed first. Exported for its test. */
export function report(checks: readonly CheckView[], language: Language): readonly string[] {
  const several = new Set(checks.map(({ account }) => account).filter(account => account !== undefined)).size > 1
  const nameOf = ({ title, account }: CheckView) =>
    several && account !== undefined ? `${title[language]} [${account}]` : title[language]
  const parts = layers.flatMap(layer => {
    const groups = together(inOrder(checks.filter(check => check.layer === layer)))
    const said = groups.flatMap(([check, ...rest]) => lines(check, [check, ...rest].map(nameOf), language))
    return groups.length === 0 ? [] : [names[layer][language], ...said, '']
  })
  return [...parts, total(checks, language)]
}

const ORDER: readonly CheckView['verdict'][] = ['failed', 'unknown', 'waiting', 'running', 'ok']

const inOrder = (checks: readonly CheckView[]): readonly CheckView[] =>
  checks.toSorted((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict))

type Group = readonly [CheckView, ...CheckView[]]

/** Checks that say the very same, such as those not tried for one reason, stand together. */
function together(checks: readonly CheckView[]): readonly Group[] {
  const said = ({ verdict, detail, fix, test, link }: CheckView) => JSON.stringify([verdict, detail, fix, test, link])
  return [...Map.groupBy(checks, said).values()].flatMap(([first, ...rest]) =>
    first ? [[first, ...rest] as const] : [],
  )
}

const MARKS: Readonly<Record<CheckView['verdict'], string>> = {
  ok: '✓',
  failed: '✗',
  unknown: '?',
  waiting: '·',
  running: '·',
}

function lines(check: CheckView, called: readonly string[], language: Language): readonly string[] {
  const { verdict, detail, fix, test, link, raw } = check
  const isOpen = verdict !== 'ok'
  const more = [
    fix[language] && words.fix[language] + fix[language],
    isOpen && test ? words.test[language] + test[language] : '',
    isOpen && link ? words.link[language] + link : '',
    // What the other side said itself, where it is more than what is told already.
    ...(isOpen && raw && !detail[language].includes(raw)
      ? raw.split('\n').map(line => words.raw[language] + line)
      : []),
  ]
  const comma = language === 'zh' ? '、' : ', '
  return [
    ...folded(`${called.join(comma)}: ${detail[language]}`, `  ${MARKS[verdict]} `, '    '),
    ...more.filter(line => line !== '').flatMap(line => folded(line, '    ', '      ')),
  ]
}

function total(checks: readonly CheckView[], language: Language): string {
  const count = (verdict: CheckView['verdict']) => checks.filter(check => check.verdict === verdict).length
  const [failed, passed] = [count('failed'), count('ok')]
  const open = checks.length - failed - passed
  return language === 'zh'
    ? `${failed} 项未通过，${passed} 项通过，${open} 项无法从本机得知`
    : `${failed} failed, ${passed} passed, ${open} can't be known from here`
}
