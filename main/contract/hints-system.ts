import type { Words } from './words.ts'

/** What to do about trouble with configuration, secrets, files, and about asking wrongly. */
export const systemHints = {
  'config-broken': {
    en: 'Mend the place named above; the rest of the file stays as it is.',
    zh: '请修正上面指出的位置，文件其余部分保持不变。',
  },
  'config-unknown-key': {
    en: 'Look at the list with: perch config schema',
    zh: '可用 perch config schema 查看全部配置项。',
  },
  'config-invalid': {
    en: 'Look at the allowed values with: perch config schema',
    zh: '可用 perch config schema 查看允许的值。',
  },
  'ca-file-unusable': {
    en: 'Correct the path in caFile: it must name a PEM file with certificates, or be empty. The file to edit is named by: perch config path',
    zh: '请更正 caFile 中的路径：它应指向含有证书的 PEM 文件，或留空。要修改的文件可用 perch config path 查看。',
  },
  'import-unreadable': {
    en: 'Name the configuration file itself; mend what is named above in a copy of it, and import that.',
    zh: '请指定配置文件本身；在副本中修正上面指出的问题，再导入该副本。',
  },
  'import-unknown': {
    en: 'Name the configuration file itself, such as ~/.nanobot/config.json or ~/.openclaw/openclaw.json.',
    zh: '请指定配置文件本身，例如 ~/.nanobot/config.json 或 ~/.openclaw/openclaw.json。',
  },
  'secret-store-unavailable': {
    en: 'Check the file named above and its permissions.',
    zh: '请检查上面提到的文件及其权限。',
  },
  'secrets-damaged': {
    en: 'Put it back from a backup. Without one, move the file of the secrets away (secrets.enc, of the desktop app secrets.json) and set the secrets again: perch secret set channels.lark.appSecret and perch secret set llm.apiKey, for a named account perch secret set channels.lark.accounts.NAME.appSecret',
    zh: '请从备份恢复该文件。若没有备份，请移走密钥文件（secrets.enc，桌面应用为 secrets.json）并重新设置密钥：perch secret set channels.lark.appSecret 和 perch secret set llm.apiKey，命名账号用 perch secret set channels.lark.accounts.NAME.appSecret',
  },
  'secret-wrong-passphrase': {
    en: 'Start with the same PERCH_PASSPHRASE as when the secrets were stored.',
    zh: '请使用保存密钥时的 PERCH_PASSPHRASE 启动。',
  },
  'secret-file-mode': {
    en: 'Make the file readable for you alone: chmod 600 FILE',
    zh: '请让该文件仅自己可读：chmod 600 FILE',
  },
  'secrets-moved': {
    en: 'Nothing to do. Copies of the old file may still hold them: delete those, or renew the secrets.',
    zh: '无需操作。旧文件的副本可能仍含有密钥，请删除副本或更换密钥。',
  },
  'secret-host-changed': {
    en: 'The secret was stored for another host. If the new one is right, set the secret again with: perch secret set NAME',
    zh: '该密钥是为另一个主机保存的。若新地址无误，请用 perch secret set 名称 重新设置。',
  },
  'home-refused': {
    en: 'Choose a folder on a local disk with --home or PERCH_HOME.',
    zh: '请用 --home 或 PERCH_HOME 指定本地磁盘上的文件夹。',
  },
  'home-in-use': { en: 'Use the running Perch, or stop it first.', zh: '请使用正在运行的 Perch，或先停止它。' },
  'store-damaged': {
    en: 'The damaged file was kept beside it under the name above; Perch started with a new one.',
    zh: '损坏的文件已另存为上面的名称，Perch 使用了新的数据库。',
  },
  'store-newer': {
    en: 'Start the newer Perch, or give this one another home.',
    zh: '请使用更新版本的 Perch，或换一个主目录。',
  },
  'store-full': {
    en: 'Free some disk space. New messages are kept by the platform until then.',
    zh: '请清理磁盘空间；在此之前新消息由平台保留。',
  },
  'store-failed': { en: 'Check the disk and the permissions of the home folder.', zh: '请检查磁盘和主目录权限。' },
  'lock-failed': {
    en: 'Check that the folder named above can be written.',
    zh: '请确认上面提到的文件夹可写。',
  },
  'port-in-use': {
    en: 'Choose another port with --port, or 0 for any free one.',
    zh: '请用 --port 换一个端口，0 表示任意空闲端口。',
  },
  'public-host-refused': {
    en: 'Say --i-know-this-is-public if that is what you want, and put TLS in front.',
    zh: '如确需公开，请加 --i-know-this-is-public，并在前面配置 TLS。',
  },
  // asking
  'not-running': { en: 'Start it with: perch serve', zh: '请先运行 perch serve。' },
  'not-found': { en: 'Check the name or ID.', zh: '请检查名称或 ID。' },
  'not-permitted': { en: 'Ask the owner of this Perch.', zh: '请联系这个 Perch 的所有者。' },
  'bad-request': { en: 'Check what was typed; --help shows the form.', zh: '请检查输入，--help 可查看用法。' },
  'pairing-code-unknown': {
    en: 'Codes expire after an hour. Ask the person to write again for a new one.',
    zh: '配对码一小时后失效，请对方重新发消息获取。',
  },
  'tool-refused': { en: 'The path must stay inside the workspace.', zh: '路径必须在工作区内。' },
  'file-too-large': { en: 'Send a smaller file.', zh: '请发送更小的文件。' },
  'file-unreadable': { en: 'Send the file in another format.', zh: '请换一种格式发送文件。' },
  cancelled: { en: 'Nothing more to do.', zh: '无需操作。' },
  internal: { en: 'Look at the last lines of the log: perch logs', zh: '请查看日志最后几行：perch logs' },
} as const satisfies Record<string, Words>
