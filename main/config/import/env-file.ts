const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/

/**
 * The variables of a file with `NAME=VALUE` lines, as systemd and shells read them. Node's own reader is no help: it
 * ends a value at every `#`, and secrets may hold one; here only a blank and `#` begin a comment.
 */
export function readEnvFile(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  return new Map(
    lines.flatMap((line): readonly [string, string][] => {
      const [, name, value] = LINE.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, bare(value)]]
    }),
  )
}

function bare(value: string): string {
  const double = /^"((?:\\.|[^"\\])*)"/.exec(value)?.[1]
  if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1')
  const single = /^'([^']*)'/.exec(value)?.[1]
  return single ?? value.replace(/(^|\s+)#.*$/, '')
}
