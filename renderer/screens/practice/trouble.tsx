import { Unplug } from 'lucide-react'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { practiceWords } from '../../words/practice.ts'
import type { Act } from './use-world.ts'

type Trouble = {
  readonly label: 'cut' | 'freeze' | 'thaw' | 'netDown' | 'netUp' | 'revoke' | 'clear'
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  /** What is then so. */
  readonly told: 'didCut' | 'didFreeze' | 'didThaw' | 'didNetDown' | 'didNetUp' | 'didRevoke' | 'didClear'
}

const cut: Trouble = { label: 'cut', operation: 'cutConnections', input: {}, told: 'didCut' }
const others: readonly Trouble[] = [
  { label: 'freeze', operation: 'freezeConnections', input: {}, told: 'didFreeze' },
  { label: 'thaw', operation: 'thawConnections', input: {}, told: 'didThaw' },
  { label: 'netDown', operation: 'setNetwork', input: { state: 'down' }, told: 'didNetDown' },
  { label: 'netUp', operation: 'setNetwork', input: { state: 'up' }, told: 'didNetUp' },
  { label: 'revoke', operation: 'revokeTokens', input: {}, told: 'didRevoke' },
  { label: 'clear', operation: 'clearFaults', input: {}, told: 'didClear' },
]

/** What can go wrong between Perch and Feishu, at the press of a button; and what Perch does about it. */
export function TroubleBar({ act }: { readonly act: Act['act'] }) {
  const say = useWords(practiceWords)
  const [told, setTold] = useState<Trouble['told']>()
  const make = async ({ operation, input, told }: Trouble) => {
    const isDone = (await act(operation, input, z.unknown())) !== undefined
    setTold(isDone ? told : undefined)
  }
  return (
    <div className="trouble">
      <Button icon={Unplug} onClick={() => void make(cut)}>
        {say('cut')}
      </Button>
      <Menu
        label={say('trouble')}
        items={others.map(one => ({ id: one.label, label: say(one.label), onSelect: () => void make(one) }))}
      />
      <span className="trouble-told secondary small" role="status">
        {told && say(told)}
      </span>
    </div>
  )
}
