import { array, assert, property, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from '../../main/sandbox/multipart.ts'

test('a form gives back every byte of its parts', () => {
  const bytes = uint8Array({ maxLength: 200 }).map(raw => Buffer.from(raw))
  assert(
    property(array(bytes, { minLength: 1, maxLength: 4 }), parts => {
      const boundary = '--------------------------a1b2'
      const pieces = parts.flatMap((part, index) => [
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="p${index}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
        ),
        part,
        Buffer.from('\r\n'),
      ])
      const body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
      const form = parseForm(`multipart/form-data; boundary=${boundary}`, body)
      expect([...form.values()].map(part => part.bytes.toString('hex'))).toEqual(
        parts.map(part => part.toString('hex')),
      )
    }),
  )
})

test('a part is a file when it has a filename or a content type', () => {
  const body = [
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
    '--x\r\nContent-Disposition: form-data; name="b"; filename="报.txt"\r\n\r\n2\r\n',
    '--x\r\nContent-Disposition: form-data; name="c"\r\nContent-Type: text/plain\r\n\r\n3\r\n--x--\r\n',
  ].join('')
  const form = parseForm('multipart/form-data; boundary="x"', Buffer.from(body))
  expect([...form.values()].map(({ name, filename, isFile }) => ({ name, filename, isFile }))).toEqual([
    { name: 'a', filename: undefined, isFile: false },
    { name: 'b', filename: '报.txt', isFile: true },
    { name: 'c', filename: undefined, isFile: true },
  ])
})

test.each(['application/json', 'multipart/form-data'])('%s is no form: 9499', contentType => {
  expect(() => parseForm(contentType, Buffer.from('{}'))).toThrow(expect.objectContaining({ code: 9499 }))
})
