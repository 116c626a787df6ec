import { define } from './define.ts'

/** Words of the components that every screen uses. */
export const kit = define('kit', {
  copied: ['Copied', '已复制'],
  notCopied: ['Not copied', '未能复制'],
  copyId: ['Copy {{label}} {{id}}', '复制 {{label}} {{id}}'],
  waitingFor: ['{{what}}, for {{time}} so far', '{{what}}，已等 {{time}}'],
  stop: ['Stop', '停止'],
  close: ['Close', '关闭'],
  clear: ['Clear', '清除'],
  tryAgain: ['Try again', '重试'],
  undo: ['Undo', '撤销'],
  more: ['More', '更多'],
  clearFilter: ['Clear the filter {{name}}', '清除筛选“{{name}}”'],
})
