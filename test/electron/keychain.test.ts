import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { keychainSecrets, type Cipher } from '../../main/electron/keychain.ts'
import { keychainRefusal } from '../../main/electron/keychain-refusal.ts'

const NAME = 'channels.lark.appSecret'
const HOST = 'open.feishu.cn'
const SECRET = 'S3cretOfTheApp_7Qw9Zx2LmNvB4kTy'

/** A keychain of tests: makes the text unreadable, which is enough to see that it is used. */
const veiled = (bytes: Buffer): Buffer => Buffer.from(bytes.map(byte => byte ^ 0x5a))

type Behaviour = { isOld?: () => boolean; isThere?: () => boolean }

function fakeCipher({ isOld = () => false, isThere = () => true }: Behaviour = {}): Cipher {
  return {
    check: async () => {
      if (!isThere()) throw new AppError('secret-store-unavailable', 'There is no keyring.')
    },
    encrypt: async text => veiled(Buffer.from(text)),
    decrypt: async sealed => {
      const text = veiled(sealed).toString()
      if (!text.startsWith('{')) throw new Error('bad ciphertext')
      return { text, isOld: isOld() }
    },
  }
}

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perch-keychain-'))
  file = join(folder, 'secrets.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = () => readFileSync(file, 'utf8')

describe('secrets in the keychain', () => {
  test('come back as they were stored, with their host', async () => {
    await keychainSecrets(file, fakeCipher()).set(NAME, SECRET, HOST)
    const another = keychainSecrets(file, fakeCipher())
    expect(await another.get(NAME)).toEqual({ value: SECRET, host: HOST })
    expect(await another.get('llm.apiKey')).toBeUndefined()
    expect(await another.get('__proto__')).toBeUndefined()
  })

  test('lie in a file that their owner alone reads, and never in clear', async () => {
    const store = keychainSecrets(file, fakeCipher(), () => 1000)
    await store.set(NAME, SECRET, HOST)
    expect(text()).not.toContain(SECRET)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await store.list()).toEqual([{ name: NAME, host: HOST, at: 1000 }])
  })

  test('can be taken away', async () => {
    const store = keychainSecrets(file, fakeCipher())
    await store.set(NAME, SECRET, HOST)
    await store.unset(NAME)
    await store.unset('never.set')
    expect(await store.get(NAME)).toBeUndefined()
    expect(await store.list()).toEqual([])
  })

  test('are all kept when many are set at once', async () => {
    const store = keychainSecrets(file, fakeCipher())
    const names = Array.from({ length: 8 }, (_, index) => `notifiers.n${index}.secret`)
    await Promise.all(names.map(name => store.set(name, `value of ${name}`, HOST)))
    for (const name of names) expect(await store.get(name)).toMatchObject({ value: `value of ${name}` })
  })

  test('do not follow their entry to another host or name', async () => {
    const store = keychainSecrets(file, fakeCipher())
    await store.set(NAME, SECRET, HOST)
    const good = text()
    writeFileSync(file, good.replace(HOST, 'evil.example'))
    await expect(store.get(NAME)).rejects.toMatchObject({ code: 'secret-store-unavailable' })
    writeFileSync(file, good.replace(NAME, 'llm.apiKey'))
    await expect(store.get('llm.apiKey')).rejects.toMatchObject({ code: 'secret-store-unavailable' })
  })

  test.each(['', '{', '{"version":2,"secrets":{}}', '[]'])(
    'a damaged file (%s) is refused and left as it is',
    async bad => {
      writeFileSync(file, bad)
      const store = keychainSecrets(file, fakeCipher())
      await expect(store.get(NAME)).rejects.toMatchObject({ code: 'secrets-damaged' })
      await expect(store.set(NAME, SECRET, HOST)).rejects.toMatchObject({ code: 'secrets-damaged' })
      expect(text()).toBe(bad)
    },
  )

  test('of another user or computer say that they must be set again, without their content', async () => {
    const sealed = Buffer.from('of another keychain').toString('base64')
    writeFileSync(file, JSON.stringify({ version: 1, secrets: { [NAME]: { host: HOST, at: 1, sealed } } }))
    await expect(keychainSecrets(file, fakeCipher()).get(NAME)).rejects.toThrow(
      `The keychain can't open ${NAME} in ${file}; set it again.`,
    )
  })

  test('are not stored where there is no keychain', async () => {
    const store = keychainSecrets(file, fakeCipher({ isThere: () => false }))
    await expect(store.set(NAME, SECRET, HOST)).rejects.toMatchObject({ code: 'secret-store-unavailable' })
    expect(await store.get(NAME)).toBeUndefined()
    expect(await store.list()).toEqual([])
  })

  test('are sealed anew when the system has a better key', async () => {
    let isOld = true
    const cipher = fakeCipher({ isOld: () => isOld })
    const store = keychainSecrets(file, cipher, () => 5)
    await store.set(NAME, SECRET, HOST)
    writeFileSync(file, `${text()}\n\n`)
    const before = text()
    expect(await store.get(NAME)).toEqual({ value: SECRET, host: HOST })
    isOld = false
    expect(text()).not.toBe(before)
    expect(await store.get(NAME)).toEqual({ value: SECRET, host: HOST })
  })
})

test.each([
  ['GNOME Keyring', { platform: 'linux', available: true, name: 'gnome_libsecret' }, undefined],
  ['KWallet', { platform: 'linux', available: true, name: 'kwallet6' }, undefined],
  ['a key that everybody knows', { platform: 'linux', available: true, name: 'basic_text' }, /no keyring/],
  ['no keyring', { platform: 'linux', available: false, name: 'unknown' }, /no keyring/],
  ['the Keychain of macOS', { platform: 'darwin', available: true, name: '' }, undefined],
  ['a Keychain that is locked', { platform: 'darwin', available: false, name: '' }, /Unlock/],
  ['Windows', { platform: 'win32', available: true, name: '' }, undefined],
] as const)('%s is judged', (_, backend, refusal) => {
  if (refusal) expect(keychainRefusal(backend)).toMatch(refusal)
  else expect(keychainRefusal(backend)).toBeUndefined()
})
