import { AppError, type ErrorCode } from '../../../main/contract/errors.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { platformName } from '../../words/platform.ts'
import { pasteWords } from '../../words/setup-paste.ts'
import { setupWords } from '../../words/setup.ts'
import { isBrand, type Platform } from './platforms.ts'
import { otherBrand, type Brand } from './use-switch-brand.ts'
import type { Paste } from './use-paste.ts'

export type RefusalProps = {
  readonly paste: Paste
  readonly platform: Platform
  readonly onPlatform: (brand: Brand) => void
  readonly onAnew: () => void
}

/** Nobody looked at the pair, so nobody refused it. */
const unheard: readonly ErrorCode[] = [
  'lark-unreachable',
  'lark-proxy',
  'lark-certificate',
  'lark-busy',
  'lark-answer-invalid',
]

/** What is said of these is all there is to do; the hint would send people into the configuration. */
const isWhole: readonly ErrorCode[] = ['lark-bad-secret', 'lark-wrong-domain']

/** Why the pair was not taken, and the way out of exactly that. */
export function Refusal({ paste, platform, onPlatform, onAnew }: RefusalProps) {
  const say = useWords(pasteWords)
  const sayAll = useWords(setupWords)
  const language = useLanguage()
  const { refused, failure, again } = paste
  if (failure)
    return (
      <ErrorBlock
        title={say('notSaved')}
        error={failure}
        actions={
          <>
            {again && <Button onClick={() => again()}>{say('tryAgain')}</Button>}
            <Button onClick={onAnew}>{say('pasteAgain')}</Button>
          </>
        }
      />
    )
  if (!refused) return null
  const asked = platform === 'auto' ? undefined : platform
  const says = inLanguage(refused.says, language)
  const hint = new AppError(refused.code, '').hint(language === 'en' ? 'en' : 'zh')
  const isWrongSide = refused.code === 'lark-wrong-domain' && asked !== undefined && isBrand(asked)
  const isUnheard = unheard.includes(refused.code)
  const nameOf = (place: string) => (isBrand(place) ? platformName(place, language) : place)
  const switchTo = (brand: Brand) => {
    onPlatform(brand)
    again?.(brand)
  }
  if (isWrongSide) {
    const right = otherBrand(asked)
    const names = { right: platformName(right, language), wrong: platformName(asked, language) }
    return (
      <ErrorBlock
        title={sayAll('wrongSide', names)}
        actions={<Button onClick={() => switchTo(right)}>{sayAll('switchBrand', { platform: names.right })}</Button>}
      />
    )
  }
  return (
    <ErrorBlock
      title={isUnheard ? say('notAsked') : asked ? say('wrongTitle', { platform: nameOf(asked) }) : say('notAccepted')}
      actions={
        <>
          {again && <Button onClick={() => again()}>{say('tryAgain')}</Button>}
          <Button onClick={onAnew}>{say('pasteAgain')}</Button>
          {isUnheard && (
            <ButtonLink kind="quiet" href={href('doctor')}>
              {sayAll('openDoctor')}
            </ButtonLink>
          )}
        </>
      }
    >
      <p>{says}</p>
      {hint !== says && !isWhole.includes(refused.code) && <p className="secondary">{hint}</p>}
    </ErrorBlock>
  )
}
