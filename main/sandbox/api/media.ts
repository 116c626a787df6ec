import { z } from 'zod'
import { data, endpoint, param, type Endpoint, type EndpointAnswer, type RawCall } from '../endpoint.ts'
import { newId } from '../identifiers.ts'
import type { Form } from '../multipart.ts'
import type { StoredFile } from '../model.ts'
import { invalidFields, Refusal } from '../refusal.ts'
import { scopesFor } from '../scopes.ts'
import { presentMessage } from './messages.ts'

const imageLimit = 10 * 1024 * 1024
const fileLimit = 30 * 1024 * 1024
const downloadLimit = 100 * 1024 * 1024
const fileTypes = ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream']

/** Uploads, downloads of one's own uploads, and the files inside messages. */
export const mediaEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/open-apis/im/v1/images',
    scopes: scopesFor.upload,
    async run(call) {
      const form = await call.form()
      const type = textField(form, 'image_type')
      if (type !== 'message' && type !== 'avatar')
        throw invalidFields([{ field: 'image_type', description: 'message or avatar' }])
      const file = storeUpload(call, form, {
        field: 'image',
        kind: 'image',
        fileType: 'image',
        limit: imageLimit,
      })
      return data({ image_key: file.key })
    },
  }),
  endpoint({
    method: 'POST',
    path: '/open-apis/im/v1/files',
    scopes: scopesFor.upload,
    async run(call) {
      const form = await call.form()
      const fileType = textField(form, 'file_type')
      if (!fileTypes.includes(fileType))
        throw invalidFields([{ field: 'file_type', description: `one of ${fileTypes.join(', ')}` }])
      const name = textField(form, 'file_name')
      const file = storeUpload(call, form, { field: 'file', kind: 'file', fileType, limit: fileLimit, name })
      return data({ file_key: file.key })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/images/:key',
    scopes: scopesFor.resource,
    run: call => ownUpload(call, 'image'),
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/files/:key',
    scopes: scopesFor.resource,
    run: call => ownUpload(call, 'file'),
  }),
  endpoint({
    method: 'GET',
    path: '/open-apis/im/v1/messages/:message_id/resources/:file_key',
    scopes: scopesFor.resource,
    query: z.object({ type: z.enum(['image', 'file']) }),
    run(call) {
      const message = presentMessage(call, 'message_id')
      if (['sticker', 'interactive', 'merge_forward'].includes(message.type))
        throw new Refusal(234043, 'Unsupported message type.')
      const key = param(call, 'file_key')
      const file = call.platform.world.files.get(key)
      if (!file || !message.content.includes(`"${key}"`) || file.kind !== call.checked.type)
        throw new Refusal(234003, 'File not in msg.')
      if (file.bytes.byteLength > downloadLimit) throw new Refusal(234037, 'Downloaded file size exceeds limit.')
      return download(file)
    },
  }),
]

/** Only the bot's own uploads: 234008. What people sent is read through their message. */
function ownUpload(call: RawCall, kind: 'image' | 'file'): EndpointAnswer {
  const file = call.platform.world.files.get(param(call, 'key'))
  if (!file || file.kind !== kind) throw new Refusal(234001, 'Invalid request param.')
  if (file.owner.kind !== 'app' || file.owner.appId !== call.app.appId)
    throw new Refusal(234008, 'The app is not the resource sender.')
  return download(file)
}

const download = ({ bytes, name, kind }: StoredFile): EndpointAnswer => ({
  kind: 'bytes',
  bytes,
  name,
  contentType: kind === 'image' ? imageType(bytes) : 'application/octet-stream',
})

const imageType = (bytes: Uint8Array) =>
  bytes[0] === 0x89 ? 'image/png' : bytes[0] === 0xff ? 'image/jpeg' : 'application/octet-stream'

type Upload = {
  readonly field: string
  readonly kind: 'image' | 'file'
  readonly fileType: string
  readonly limit: number
  readonly name?: string
}

function storeUpload(call: RawCall, form: Form, upload: Upload): StoredFile {
  const part = form.get(upload.field)
  if (!part?.isFile) throw invalidFields([{ field: upload.field, description: `${upload.field} is required` }])
  const size = part.bytes.byteLength
  if (size === 0) throw new Refusal(234010, "File's size can't be 0.")
  if (size > upload.limit) throw new Refusal(234006, 'The file size exceed the max value.')
  const key = upload.kind === 'image' ? newId.imageKey() : newId.fileKey()
  const file: StoredFile = {
    key,
    kind: upload.kind,
    name: upload.name ?? part.filename ?? key,
    fileType: upload.fileType,
    bytes: part.bytes,
    owner: { kind: 'app', appId: call.app.appId },
  }
  call.platform.world.files.add(file)
  return file
}

function textField(form: Form, name: string): string {
  const part = form.get(name)
  if (part && !part.isFile && part.bytes.byteLength > 0) return part.bytes.toString('utf8')
  throw invalidFields([{ field: name, description: `${name} is required` }])
}
