import type { Method } from '../contract/calls.ts'
import type { Handlers } from './handlers.ts'
import type { HandlerPorts } from './ports.ts'

type ImportCalls = Extract<Method, `import.${string}`>

/** The calls of taking over another system's configuration. */
export const importHandlers = ({ importing }: HandlerPorts): Pick<Handlers, ImportCalls> => ({
  'import.find': () => importing.find(),
  'import.preview': wish => importing.preview(wish),
  'import.apply': wish => importing.apply(wish),
})
