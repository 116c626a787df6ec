import type { StoredFile } from './model.ts'

/** How many bytes all files together may take; the oldest go first. */
const bytesKept = 256 * 1024 * 1024

export interface FileStore {
  get(key: string): StoredFile | undefined
  add(file: StoredFile): void
}

export function createFileStore(limit: number = bytesKept): FileStore {
  const files = new Map<string, StoredFile>()
  let total = 0
  return {
    get: key => files.get(key),
    add(file) {
      files.set(file.key, file)
      total += file.bytes.byteLength
      for (const [key, oldest] of files) {
        if (total <= limit || key === file.key) return
        files.delete(key)
        total -= oldest.bytes.byteLength
      }
    },
  }
}
