import { useCallback, useMemo, useState } from 'react'
import type * as z from 'zod/mini'
import { AppError, asAppError } from '../../../main/contract/errors.ts'
import { useApp, useRead, useServices, useWords } from '../../hooks.ts'
import { useThrottled } from '../../ui/use-throttled.ts'
import { practiceWords } from '../../words/practice.ts'

/** While a card streams, the chat is looked at so often (milliseconds). */
const LOOK = 120

export type Look<T> = {
  readonly value: T | undefined
  readonly failure: AppError | undefined
  readonly again: () => void
}

/** What an operation of the pretend Feishu answers, asked again whenever something there looks different; nothing without an input. */
export function useLook<S extends z.ZodMiniType>(
  operation: string,
  input: Readonly<Record<string, unknown>> | undefined,
  schema: S,
): Look<z.output<S>> {
  const say = useWords(practiceWords)
  const revision = useThrottled(
    useApp(state => state.practice?.revision ?? 0),
    LOOK,
  )
  const { value, failure, again } = useRead(
    'practice.do',
    { operation, input: input ?? {} },
    revision,
    input !== undefined,
  )
  const parsed = useMemo(() => (value === undefined ? undefined : schema.safeParse(value)), [schema, value])
  const odd = parsed?.success === false ? new AppError('internal', say('unknownForm')) : undefined
  return { value: parsed?.success ? parsed.data : undefined, failure: failure ?? odd, again }
}

export type Act = {
  /** Does something in the pretend Feishu; nothing at all after a failure, which then stands in `failure`. */
  readonly act: <S extends z.ZodMiniType>(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    schema: S,
  ) => Promise<{ readonly value: z.output<S> } | undefined>
  readonly failure: AppError | undefined
  readonly clear: () => void
}

export function useAct(): Act {
  const { link } = useServices()
  const say = useWords(practiceWords)
  const [failure, setFailure] = useState<AppError>()
  const act: Act['act'] = useCallback(
    async (operation, input, schema) => {
      setFailure(undefined)
      try {
        const parsed = schema.safeParse(await link.call('practice.do', { operation, input }))
        if (parsed.success) return { value: parsed.data }
        throw new AppError('internal', say('unknownForm'))
      } catch (thrown) {
        setFailure(asAppError(thrown))
        return undefined
      }
    },
    [link, say],
  )
  return { act, failure, clear: useCallback(() => setFailure(undefined), []) }
}
