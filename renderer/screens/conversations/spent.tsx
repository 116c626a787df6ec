import type { Spent } from '../../../main/contract/views.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { conversationsWords } from '../../words/conversations.ts'
import type { ScreenLanguage } from '../../words/translator.ts'

/** Tokens in and out, and the cost where every price is known. */
export function SpentText({ spent }: { readonly spent: Spent }) {
  const say = useWords(conversationsWords)
  const language = useLanguage()
  const count = (amount: number) => amount.toLocaleString(language)
  return (
    <span className="talk-spent secondary numbers">
      <span>{say('tokens', { input: count(spent.input), output: count(spent.output) })}</span>
      {spent.costs.length > 0 && (
        <span title={spent.isCostKnown ? undefined : say('costPart')}>
          {spent.isCostKnown ? '' : '≥ '}
          {spent.costs.map(cost => costText(cost, language)).join(' + ')}
        </span>
      )}
    </span>
  )
}

/** Small amounts keep the digits that say something: $0.0042, ¥1.20. */
export function costText({ currency, millionths }: Spent['costs'][number], language: ScreenLanguage): string {
  const amount = millionths / 1_000_000
  const digits = amount >= 1 || amount === 0 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 2 }
  const form = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits } as const
  try {
    return new Intl.NumberFormat(language, form).format(amount)
  } catch {
    return `${amount} ${currency}` // a currency that no standard names
  }
}
