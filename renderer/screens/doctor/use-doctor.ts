import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Input } from '../../../main/contract/calls.ts'
import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import { useApp, useServices } from '../../hooks.ts'
import { learn, shownOf, type Known, type Shown } from './triage.ts'

export type Doctor = {
  readonly rows: readonly Shown[]
  readonly isRunning: boolean
  readonly failure: AppError | undefined
  readonly run: (which?: Input<'doctor.run'>) => void
  /** Ends the run that this screen began; absent when there is none. */
  readonly stop: (() => void) | undefined
}

/** The checks as they come in, and the run that this screen asked for. */
export function useDoctor(): Doctor {
  const { link } = useServices()
  const checks = useApp(state => state.doctor.checks)
  const isRunning = useApp(state => state.doctor.running)
  const known = useRef<Known>(new Map())
  const rows = useMemo(() => {
    known.current = learn(known.current, checks) // the same look twice learns nothing new
    return checks.map(check => shownOf(check, known.current, isRunning))
  }, [checks, isRunning])
  const [own, setOwn] = useState<AbortController>()
  const [failure, setFailure] = useState<AppError>()
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => void (isHere.current = false)
  }, [])

  const run = useCallback(
    (which: Input<'doctor.run'> = {}) => {
      const stopping = new AbortController()
      setOwn(stopping)
      setFailure(undefined)
      const end = (thrown?: unknown) => {
        if (!isHere.current) return
        setOwn(current => (current === stopping ? undefined : current))
        if (thrown !== undefined && !stopping.signal.aborted) setFailure(asAppError(thrown))
      }
      link.call('doctor.run', which, stopping.signal).then(() => end(), end)
    },
    [link],
  )
  const stop = useMemo(() => own && (() => own.abort()), [own])
  return { rows, isRunning: isRunning || own !== undefined, failure, run, stop }
}
