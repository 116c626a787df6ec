import { useApp, useWords } from '../../hooks.ts'
import type { Fate } from '../../../main/contract/fates.ts'
import type { LogFilter, LogLevel } from '../../../main/contract/views.ts'
import { accountName } from '../../ui/account-state.ts'
import { FilterChip } from '../../ui/chip.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Menu } from '../../ui/menu.tsx'
import { fateWords } from '../../words/fates.ts'
import { logWords } from '../../words/log.ts'
import { withPart } from './filter.ts'
import type { Names } from './names.ts'

export type FiltersProps = {
  readonly filter: LogFilter
  readonly onChange: (filter: LogFilter) => void
  readonly names: Names
}

const levels = { info: 'infoUp', warn: 'warnUp', error: 'errorUp' } as const
const isLevel = (level: LogLevel): level is keyof typeof levels => level !== 'debug'

/** The search and one chip a part of the filter: a menu while it is open, a cross while it holds. */
export function Filters({ filter, onChange, names }: FiltersProps) {
  const say = useWords(logWords)
  const accounts = Object.values(useApp(state => state.accounts))
  const set = <K extends keyof LogFilter>(part: K, value: LogFilter[K]) => onChange(withPart(filter, part, value))
  const chats = names.groups.map(group => ({ value: group.chatId, label: group.name || group.chatId }))
  return (
    <>
      <SearchField label={say('search')} value={filter.text ?? ''} onChange={text => set('text', text.slice(0, 200))} />
      <FateFilter filter={filter} onChange={onChange} />
      <Part
        label={say('level')}
        value={filter.level}
        options={(['info', 'warn', 'error'] as const).map(level => ({ value: level, label: say(levels[level]) }))}
        {...(filter.level && isLevel(filter.level) && { active: say(levels[filter.level]) })}
        onChange={level => set('level', level)}
      />
      {chats.length > 0 && (
        <Part label={say('chat')} value={filter.chatId} options={chats} onChange={chatId => set('chatId', chatId)} />
      )}
      {accounts.length > 1 && (
        <Part
          label={say('account')}
          value={filter.account}
          options={accounts.map(account => ({ value: account.id, label: accountName(account) }))}
          onChange={account => set('account', account)}
        />
      )}
    </>
  )
}

const shownFates = [
  'answered',
  'running',
  'queued',
  'pending-pairing',
  'not-allowed',
  'not-mentioned',
  'failed',
  'command',
  'duplicate',
  'skipped',
  'stale',
  'unsupported',
  'disabled',
  'paused',
] as const satisfies readonly Fate[]

function FateFilter({ filter, onChange }: Pick<FiltersProps, 'filter' | 'onChange'>) {
  const say = useWords(logWords)
  const sayFate = useWords(fateWords)
  const options = shownFates.map(fate => ({ value: fate, label: sayFate(fate) }))
  return (
    <Part
      label={say('fate')}
      value={filter.fate}
      options={options}
      {...(filter.fate && { active: sayFate(filter.fate) })}
      onChange={fate => onChange(withPart(filter, 'fate', fate))}
    />
  )
}

type PartProps<T extends string> = {
  readonly label: string
  readonly value: T | undefined
  readonly options: readonly { readonly value: T; readonly label: string }[]
  /** The words of the value where no option says them. */
  readonly active?: string
  readonly onChange: (value: T | undefined) => void
}

function Part<T extends string>({ label, value, options, active, onChange }: PartProps<T>) {
  if (value !== undefined) {
    const chosen = active ?? options.find(option => option.value === value)?.label ?? value
    return <FilterChip label={chosen} onClear={() => onChange(undefined)} />
  }
  const items = options.map(option => ({
    id: option.value,
    label: option.label,
    onSelect: () => onChange(option.value),
  }))
  return <Menu look="chip" label={label} items={items} />
}
