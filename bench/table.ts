/** One line of a report: a figure of Perch, and what it is held against in the same run. */
export type Beside = { readonly name: string; readonly value: number; readonly beside: number }

/** Prints figures beside each other with their ratio, under a title and the name of what they are held against. */
export function printTable(title: string, other: string, lines: readonly Beside[]): void {
  const width = Math.max(title.length, ...lines.map(({ name }) => name.length)) + 2
  const print = (name: string, ...cells: readonly string[]) =>
    console.log(`${name.padEnd(width)}${cells.map(cell => cell.padStart(10)).join('')}`)
  print(title, 'Perch', other, 'ratio')
  for (const { name, value, beside } of lines)
    print(name, value.toFixed(1), beside.toFixed(1), beside === 0 ? '–' : (value / beside).toFixed(2))
}
