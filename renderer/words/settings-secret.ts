import { define } from './define.ts'

/** Words of secrets in the settings: whether and where from, and for whom. */
export const secretWords = define('settings-secret', {
  set: ['Set', '已设置'],
  setOn: ['Set on {{date}}', '{{date}}设置'],
  notSet: ['Not set', '未设置'],
  setIt: ['Set', '设置'],
  keptFor: [
    'For {{host}}. Perch keeps it encrypted and never shows it again.',
    '用于 {{host}}。Perch 会加密保存，不会再次显示。',
  ],
  kept: ['Perch keeps it encrypted and never shows it again.', 'Perch 会加密保存，不会再次显示。'],
  fromVariable: ['From the variable {{source}}', '来自环境变量 {{source}}'],
  fromVariableHelp: [
    'It wins over a stored one. To change it, set the variable and start Perch again.',
    '优先于已保存的密钥。如需更改，请修改该环境变量，然后重新启动 Perch。',
  ],
  fromFile: ['From the file {{source}}', '来自文件 {{source}}'],
  fromFileHelp: ['It wins over a stored one. Change it in the file.', '优先于已保存的密钥。请直接修改该文件。'],
  variableMissing: ['The variable {{source}} is not set', '环境变量 {{source}} 未设置'],
  variableMissingHelp: [
    'Set it and start Perch again, or empty the setting that names it.',
    '请设置该变量并重新启动 Perch，或清空引用它的设置。',
  ],
  otherHost: ['Set for {{bound}}, not for {{host}}', '为 {{bound}} 设置，不是为 {{host}}'],
  otherHostHelp: [
    'The address changed since, so it is not sent until you confirm it or replace it.',
    '此后地址有变化。在你确认或更换之前，不会发送它。',
  ],
  confirm: ['Confirm', '确认'],
  confirmFor: ['Confirm {{host}}: {{name}}', '确认 {{host}}：{{name}}'],
  confirmTitle: ['May {{host}} have it?', '允许发送给 {{host}}？'],
  confirmText: [
    '{{name}} was set for {{bound}}. Whoever runs {{host}} can use it from then on. Confirm only if you changed the address yourself.',
    '{{name}}是为 {{bound}} 设置的。确认后，{{host}} 的运营方就能使用它。请只在确实是你自己改了地址时确认。',
  ],
  confirmYes: ['{{host}} may have it', '允许 {{host}}'],
  confirmNo: ['Don’t send it', '不发送'],
  confirmed: ['{{host}} may have {{name}} now.', '已允许将{{name}}发送给 {{host}}。'],
  newSecret: ['New {{name}}', '新的 {{name}}'],
  removeTitle: ['Remove {{name}}?', '移除 {{name}}？'],
  removeText: [
    'Perch forgets it, and what needs it stops working until it is set again. This can’t be undone.',
    'Perch 会删除它，依赖它的功能在重新设置之前无法使用。此操作无法撤销。',
  ],
  keep: ['Keep it', '保留'],
  secretSet: ['{{name}} was set.', '{{name}}已设置。'],
  secretReplaced: ['{{name}} was replaced. The earlier one is gone.', '{{name}}已更换，原来的已删除。'],
  secretRemoved: ['{{name}} was removed.', '{{name}}已移除。'],
  valueOf: ['Value of {{name}}', '{{name}} 的值'],
  nameOf: ['Name: {{name}}', '名称：{{name}}'],
  valueNew: ['Value: {{name}}', '值：{{name}}'],
  placeholderName: ['Name', '名称'],
  placeholderValue: ['Value', '值'],
  mapHelp: ['Values are not shown: they may well be secrets.', '不显示具体的值，因为其中可能有密钥。'],
})
