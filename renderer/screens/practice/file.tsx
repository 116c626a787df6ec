import { AudioLines, File as FileIcon, Image, Video } from 'lucide-react'
import * as z from 'zod/mini'
import { fileSize } from './card-text.ts'
import { useLook } from './use-world.ts'
import type { WorldMessage } from './world.ts'

type FileProps = { readonly file: NonNullable<WorldMessage['file']>; readonly type: string }

const icons: Readonly<Record<string, typeof FileIcon>> = { image: Image, audio: AudioLines, media: Video }

/** Larger pictures stay names: each look at one carries it whole. */
const LARGEST_SHOWN = 400_000

/** A file by its name and size; a picture as itself. */
export function File({ file, type }: FileProps) {
  const Icon = icons[type] ?? FileIcon
  const isShown = type === 'image' && file.key !== undefined && file.bytes <= LARGEST_SHOWN
  return (
    <>
      {isShown && <Picture id={file.key ?? ''} name={file.name} />}
      <p className="say-file">
        <Icon aria-hidden />
        <span>{file.name}</span>
        <span className="secondary small numbers">{fileSize(file.bytes)}</span>
      </p>
    </>
  )
}

const Bytes = z.object({ base64: z.string() })

function Picture({ id, name }: { readonly id: string; readonly name: string }) {
  const bytes = useLook('file', { key: id }, Bytes).value
  const form = bytes && formOf(bytes.base64)
  if (!bytes || form === undefined) return null
  return <img className="say-picture" src={`data:${form};base64,${bytes.base64}`} alt={name} />
}

/** By its first bytes: a name may promise what it likes. SVG is none of them, for it may hold more than a picture. */
function formOf(base64: string): string | undefined {
  const beginnings = { iVBORw0KGgo: 'image/png', '/9j/': 'image/jpeg', R0lGOD: 'image/gif', UklGR: 'image/webp' }
  return Object.entries(beginnings).find(([beginning]) => base64.startsWith(beginning))?.[1]
}
