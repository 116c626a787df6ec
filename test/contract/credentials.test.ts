import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCredentials } from '../../main/contract/credentials.ts'

const ID = 'cli_a1b2c3d4e5f60718'
const SECRET = 'K9f3Lm2Qx7Vb4Nz8Rt6Yw1Pc5Hd0Jg3S'
const KEY = 'zQ4mWn8sTb0123456789abcd'
/** Another word of the same form. */
const OTHER = SECRET.split('').toReversed().join('')
const TOKEN = 'hJ7rLp2dXv0123456789xyz'

type Row = { form: string; text: string; more?: boolean }

const rows: Row[] = [
  { form: 'two bare lines', text: `${ID}\n${SECRET}` },
  { form: 'two bare lines, the secret first', text: `${SECRET}\n${ID}\n` },
  { form: 'one line', text: `${ID} ${SECRET}` },
  { form: 'labels with colons', text: `App ID: ${ID} App Secret: ${SECRET}` },
  { form: 'labels with full-width colons', text: `App ID：${ID}，App Secret：${SECRET}` },
  { form: 'labels above the values, as the console copies', text: `App ID\n${ID}\n\nApp Secret\n${SECRET}\n` },
  { form: 'labels that touch the values', text: `App ID${ID}App Secret${SECRET}` },
  { form: 'Chinese labels', text: `应用凭证\n应用 ID：${ID}\n应用密钥：${SECRET}` },
  { form: 'a Chinese sentence', text: `应用ID 是 ${ID}，应用密钥是 ${SECRET}。` },
  { form: 'a table, heads in one row', text: `App ID\tApp Secret\n${ID}\t${SECRET}` },
  { form: 'a Markdown list', text: `- **App ID**: \`${ID}\`\n- **App Secret**: \`${SECRET}\`` },
  { form: 'JSON', text: JSON.stringify({ appId: ID, appSecret: SECRET }, null, 2) },
  { form: 'a piece of JSON with trailing commas', text: `"app_id": "${ID}",\n"app_secret": "${SECRET}",` },
  { form: 'environment lines', text: `export LARK_APP_ID=${ID}\nexport LARK_APP_SECRET='${SECRET}'` },
  { form: 'an env file of others', text: `FEISHU_APP_ID="${ID}"\r\nFEISHU_APP_SECRET="${SECRET}"\r\n` },
  { form: 'YAML', text: `feishu:\n  appId: ${ID}\n  appSecret: ${SECRET}\n  connectionMode: websocket` },
  { form: 'TOML', text: `[channels.feishu]\napp_id = "${ID}"\napp_secret = "${SECRET}"` },
  {
    form: 'curl',
    text: `curl -X POST https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal -H 'Content-Type: application/json' -d '{"app_id":"${ID}","app_secret":"${SECRET}"}'`,
  },
  { form: 'smart quotes', text: `App ID “${ID}” App Secret “${SECRET}”` },
  {
    form: 'zero-width characters inside',
    text: `\ufeffApp ID: ${ID.slice(0, 9)}\u200b${ID.slice(9)}\nApp Secret:\u00a0${SECRET.slice(0, 5)}\u200d${SECRET.slice(5)}`,
  },
  { form: 'full-width letters', text: `ＡｐｐＩＤ：${ID}　ＡｐｐＳｅｃｒｅｔ：${SECRET}` },
  {
    form: 'everything of the console',
    text: `App ID: ${ID}\nApp Secret: ${SECRET}\nEncrypt Key: ${KEY}\nVerification Token: ${TOKEN}`,
    more: true,
  },
  {
    form: 'everything in Chinese, in another order',
    text: `验证令牌：${TOKEN}\n加密密钥：${KEY}\n应用密钥：${SECRET}\n应用 ID：${ID}`,
    more: true,
  },
  {
    form: 'everything as JSON',
    text: JSON.stringify({ encryptKey: KEY, verificationToken: TOKEN, appSecret: SECRET, appId: ID }),
    more: true,
  },
]

describe('credentials are read from whatever was pasted', () => {
  test.each(rows)('$form', ({ text, more }) => {
    const rest = more ? { encryptKey: KEY, verificationToken: TOKEN } : {}
    expect(readCredentials(text)).toEqual({ appId: ID, appSecret: SECRET, ...rest, problems: [] })
  })

  test('a labelled secret of another form counts too', () => {
    expect(readCredentials(`app_id=${ID}\napp_secret=practice-secret`)).toMatchObject({ appSecret: 'practice-secret' })
  })

  test.each([
    [`App ID: ${ID}\nApp Secret: my-app-secret-1`, 'my-app-secret-1'],
    [`App Secret: test_app_secret\nApp ID: ${ID}`, 'test_app_secret'],
    [`LARK_APP_ID=${ID}\nLARK_APP_SECRET=client_secret_value`, 'client_secret_value'],
    [`{"appId":"${ID}","appSecret":"MyAppSecretValue0001"}`, 'MyAppSecretValue0001'],
    [`${ID} MyAppSecretValue0001`, 'MyAppSecretValue0001'],
    [`app_id_prod=${ID}\napp_secret_prod=${SECRET}`, SECRET],
    [`${ID}\nabcdefghijklmnopqrstuvwxyzABCDEF`, 'abcdefghijklmnopqrstuvwxyzABCDEF'],
  ])('a secret that holds the words of a label, or no digit, is read whole: %s', (text, appSecret) => {
    expect(readCredentials(text)).toEqual({ appId: ID, appSecret, problems: [] })
  })

  test.each([
    ['a line break behind a label', `App ID: ${ID}\nApp Secret: ${SECRET.slice(0, 20)}\n${SECRET.slice(20)}`],
    ['a line break in bare lines', `${ID}\n${SECRET.slice(0, 20)}\n${SECRET.slice(20)}`],
    ['a blank in one bare line', `${ID} ${SECRET.slice(0, 10)} ${SECRET.slice(10)}`],
    ['a blank between quotes', `{"app_id":"${ID}","app_secret":"short1 secret2"}`],
  ])('a torn secret is never taken in part: %s', (_, text) => {
    const read = readCredentials(text)
    expect(read).toMatchObject({ appId: ID, problems: [{ en: expect.stringContaining('blank inside') }] })
    expect(read.appSecret).toBeUndefined()
  })

  test('what is still hidden, and an App ID in capitals, are named', () => {
    expect(readCredentials(`App ID\n${ID}\nApp Secret\n****************\n`).problems[0]?.en).toContain('still hidden')
    expect(readCredentials(`${ID.toUpperCase()}\n${SECRET}`).problems[0]?.en).toContain('App ID is not complete')
  })

  test('one of the two is enough for a beginning', () => {
    expect(readCredentials(ID)).toEqual({ appId: ID, problems: [] })
    expect(readCredentials(SECRET)).toEqual({ appSecret: SECRET, problems: [] })
  })

  test('nothing is no problem', () => {
    expect(readCredentials(' \n')).toEqual({ problems: [] })
  })

  test('the names of variables and files are no secrets', () => {
    const text = `{"appId":"${ID}","appSecretEnv":"FEISHU_APP_SECRET","appSecretFile":"~/secret.txt"}`
    expect(readCredentials(text).appSecret).toBeUndefined()
  })
})

const troubles: { trouble: string; text: string; says: RegExp; reads?: object }[] = [
  {
    trouble: 'a secret with a blank inside',
    text: `App ID: ${ID}\nApp Secret: ${SECRET.slice(0, 12)} ${SECRET.slice(12)}`,
    says: /blank inside/,
    reads: { appId: ID },
  },
  {
    trouble: 'a bare secret with a blank inside',
    text: `${ID}\n${SECRET.slice(0, 10)} ${SECRET.slice(10)}`,
    says: /blank inside/,
    reads: { appId: ID },
  },
  {
    trouble: 'an App ID cut short',
    text: `App ID: cli_a1b2c3\nApp Secret: ${SECRET}`,
    says: /not complete/,
    reads: { appSecret: SECRET },
  },
  {
    trouble: 'an App ID of another form',
    text: `App ID: 1234567\nApp Secret: ${SECRET}`,
    says: /not complete/,
    reads: { appSecret: SECRET },
  },
  {
    trouble: 'two App IDs',
    text: `${ID} cli_00000000000000ff ${SECRET}`,
    says: /two different App IDs/,
    reads: { appSecret: SECRET },
  },
  {
    trouble: 'swapped fields',
    text: `App ID: ${SECRET}\nApp Secret: ${ID}`,
    says: /each other’s place/,
    reads: { appId: ID, appSecret: SECRET },
  },
  {
    trouble: 'a hidden secret',
    text: `App ID: ${ID}\nApp Secret: ********************************`,
    says: /hidden/,
    reads: { appId: ID },
  },
  {
    trouble: 'a placeholder',
    text: `{"appId":"${ID}","appSecret":"your_app_secret"}`,
    says: /placeholder/,
    reads: { appId: ID },
  },
  {
    trouble: 'two secrets',
    text: `App Secret: ${SECRET}\nApp Secret: ${OTHER}`,
    says: /two different App Secrets/,
  },
  {
    trouble: 'several words that could be it',
    text: `${ID}\n${SECRET}\n${OTHER}`,
    says: /Several words/,
    reads: { appId: ID },
  },
  { trouble: 'none of it', text: 'hello, how do I do this?', says: /No App ID and no App Secret/ },
]

describe('what is wrong with a pasted text is said', () => {
  test.each(troubles)('$trouble', ({ text, says, reads = {} }) => {
    const { problems, ...found } = readCredentials(text)
    expect(problems.map(({ en }) => en).join(' ')).toMatch(says)
    expect(problems.every(({ zh }) => /\p{Script=Han}/u.test(zh))).toBe(true)
    expect(found).toEqual(reads)
  })
})

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 16, maxLength: 16 })
const alphanumeric = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('')),
  minLength: 31,
  maxLength: 31,
})
const style = fc.constantFrom<(name: string, value: string) => string>(
  (name, value) => `${name}: ${value}`,
  (name, value) => `${name}：${value}`,
  (name, value) => `${name}\n${value}`,
  (name, value) => `"${name}": "${value}",`,
  (name, value) => `${name} = '${value}'`,
)
const noise = fc.constantFrom('', '\u200b', '\ufeff', '  ', '\n\n', '// a note\n', '凭证与基础信息\n')
const names = fc.constantFrom(
  ['App ID', 'App Secret'],
  ['app_id', 'app_secret'],
  ['LARK_APP_ID', 'LARK_APP_SECRET'],
  ['应用 ID', '应用密钥'],
)

describe('for every App ID and secret', () => {
  test('each style, order and noise gives them back', () => {
    fc.assert(
      fc.property(
        hex,
        alphanumeric,
        style,
        names,
        noise,
        fc.boolean(),
        (digits, rest, write, [id = '', secret = ''], extra, turned) => {
          const [appId, appSecret] = [`cli_${digits}`, `7${rest}`]
          const lines = [write(id, appId), write(secret, appSecret)]
          const text = extra + (turned ? lines.toReversed() : lines).join(`\n${extra}`)
          expect(readCredentials(text)).toEqual({ appId, appSecret, problems: [] })
        },
      ),
    )
  })

  test('no problem ever quotes the text', () => {
    fc.assert(
      fc.property(alphanumeric, fc.array(fc.string({ maxLength: 30 }), { maxLength: 6 }), (rest, parts) => {
        const secret = `7${rest}`
        const { problems } = readCredentials(parts.join(` ${secret}\nApp Secret: `) + secret)
        expect(JSON.stringify(problems)).not.toContain(secret.slice(0, 6))
      }),
    )
  })

  test('garbage is read without an exception, in little time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 500 }), fc.string({ unit: 'binary', maxLength: 200 })), text => {
        expect(Array.isArray(readCredentials(text).problems)).toBe(true)
      }),
    )
    expect(readCredentials('App Secret: '.repeat(5000)).appSecret).toBeUndefined()
    expect(readCredentials('='.repeat(100_000)).appSecret).toBeUndefined()
  })
})
