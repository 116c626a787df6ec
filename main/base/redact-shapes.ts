import { MARK } from './redact-forms.ts'

const NAMES = '(?:secret|token|password|passphrase|ticket|authorization|api_?key|access_key|encrypt_?key|signature)'

/** What gives a secret away by its surroundings, for values that nobody registered. Each pattern takes linear time. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{16,}/gi, `$1 ${MARK}`],
  [new RegExp(`([?&;][\\w-]*${NAMES})=[^&\\s"'#]+`, 'gi'), `$1=${MARK}`],
  [new RegExp(`(["'][\\w-]*${NAMES}\\\\?["']\\s*:\\s*\\\\?["'])[^"'\\\\]+`, 'gi'), `$1${MARK}`],
  [/(\/hook\/)[\w-]{8,}/g, `$1${MARK}`],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${MARK}@`],
  [/\bsk-[\w-]{16,}/g, MARK],
]

export const hideShapes = (text: string): string =>
  SHAPES.reduce((clean, [shape, replacement]) => clean.replace(shape, replacement), text)
