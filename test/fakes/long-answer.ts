/** About 60 KB as a model writes it: Chinese, 12 tables, code of several languages, lists, links and a few traps. */
export function longAnswer(): string {
  const sections = Array.from({ length: 12 }, (_, section) => {
    const rows = Array.from(
      { length: 14 },
      (_, row) => `| s${section}r${row} | 第${row}行 | ${'值'.repeat(6)} v${row} |`,
    )
    const code = Array.from(
      { length: 60 },
      (_, line) => `  const c${section}l${line} = "值 < ${line}"; // <at id=all></at>`,
    )
    return [
      `## 第${section}节 Section s${section}`,
      `这是第${section}节的说明，p${section}用来检查顺序。"引号" 与 \\反斜杠\\，以及 a < b && c。`.repeat(16),
      ['| 名称 | 行 | 内容 |', '|---|:-:|---|', ...rows].join('\n'),
      ['```ts', ...code, '```'].join('\n'),
      `1. 列表 i${section}a\n   - 内层 i${section}b\n   - [链接](https://example.com/${section}) i${section}c\n2. 第二项 i${section}d`,
      `> 引用 q${section} <at id=all></at> @all\n\n- [ ] 待办 t${section}\n- [x] 完成 d${section}`,
    ].join('\n\n')
  })
  return `${sections.join('\n\n')}\n\nThe end: 结束。`
}

/** Marks of the answer (`s1r2`, `c3l4`, `p5`, …) in the order in which they stand. */
export const marksIn = (text: string): string[] =>
  text.match(/\b(?:s\d+r\d+|c\d+l\d+|i\d+[a-d]|q\d+|t\d+|d\d+)\b/g) ?? []
