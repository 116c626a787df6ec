import { useCallback, useEffect, useRef, useState } from 'react'
import type { Input } from '../../../main/contract/calls.ts'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import { IMPORT_LIMIT, type ImportReport } from '../../../main/contract/importing.ts'
import { useServices } from '../../hooks.ts'

type Source = Input<'import.preview'>

export type Importing = {
  readonly phase: 'choosing' | 'reading' | 'previewed' | 'applying' | 'applied'
  readonly report: ImportReport | undefined
  readonly failure: AppError | undefined
  readonly isTooBig: boolean
  /** What a person handed over: a path of this computer, or a text that this window read. */
  readonly preview: (source: Source) => void
  readonly previewFile: (file: File) => void
  readonly addEnv: (file: File) => void
  readonly apply: () => void
  readonly anew: () => void
}

type State = Pick<Importing, 'phase' | 'report' | 'failure' | 'isTooBig'>

const beginning: State = { phase: 'choosing', report: undefined, failure: undefined, isTooBig: false }

/**
 * Look first, then take over; the service reads the source a second time for that. A text may hold secrets, so it waits
 * in a ref, never in React's state, and is let go when it was taken over or the screen is left.
 */
export function useImport(): Importing {
  const { link } = useServices()
  const [state, setState] = useState<State>(beginning)
  const held = useRef<Source>(undefined)
  useEffect(() => () => void (held.current = undefined), [])
  const preview = useCallback(
    async (wanted: Source) => {
      held.current = wanted
      setState({ ...beginning, phase: 'reading' })
      try {
        const report = await link.call('import.preview', wanted)
        setState({ ...beginning, phase: 'previewed', report })
      } catch (thrown) {
        held.current = undefined
        setState({ ...beginning, failure: asAppError(thrown) })
      }
    },
    [link],
  )
  const previewFile = useCallback(
    async (file: File) => {
      if (file.size > IMPORT_LIMIT) return setState({ ...beginning, isTooBig: true })
      await preview({ text: await file.text(), name: file.name })
    },
    [preview],
  )
  const addEnv = useCallback(
    async (file: File) => {
      const source = held.current
      if (!source) return
      if (file.size > IMPORT_LIMIT) return setState(last => ({ ...last, isTooBig: true }))
      await preview({ ...source, env: await file.text() })
    },
    [preview],
  )
  const apply = useCallback(async () => {
    const source = held.current
    if (!source) return
    setState(last => ({ ...last, phase: 'applying', failure: undefined }))
    try {
      const report = await link.call('import.apply', source)
      held.current = undefined
      setState({ ...beginning, phase: 'applied', report })
    } catch (thrown) {
      setState(last => ({ ...last, phase: 'previewed', failure: asAppError(thrown) }))
    }
  }, [link])
  return {
    ...state,
    preview: wanted => void preview(wanted),
    previewFile: file => void previewFile(file),
    addEnv: file => void addEnv(file),
    apply: () => void apply(),
    anew: useCallback(() => {
      held.current = undefined
      setState(beginning)
    }, []),
  }
}
