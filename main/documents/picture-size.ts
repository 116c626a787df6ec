type Size = { readonly width: number; readonly height: number }

/** How large a picture is, from its first bytes; `undefined` when they do not tell. Only kinds that models take. */
export function pictureSize(bytes: Uint8Array, mediaType: string): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return plausible(read(view, mediaType))
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined // it ends too early
    throw thrown
  }
}

function read(view: DataView, mediaType: string): Size | undefined {
  switch (mediaType) {
    case 'image/png':
      return { width: view.getUint32(16), height: view.getUint32(20) }
    case 'image/gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    case 'image/jpeg':
      return jpeg(view)
    case 'image/webp':
      return webp(view)
    default:
      return undefined
  }
}

const plausible = (size: Size | undefined): Size | undefined =>
  size && size.width > 0 && size.height > 0 && size.width < 100_000 && size.height < 100_000 ? size : undefined

/** Segments follow one another until the one that begins a frame (SOF0 to SOF15, without DHT, JPG and DAC). */
function jpeg(view: DataView): Size | undefined {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + Math.max(2, view.getUint16(at + 2))
  }
}

/** `VP8 ` lossy, `VP8L` lossless, `VP8X` extended; each states its size in its own way. */
function webp(view: DataView): Size | undefined {
  const little = (at: number) => view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16)
  switch (view.getUint8(15)) {
    case 0x58:
      return { width: little(24) + 1, height: little(27) + 1 }
    case 0x4c: {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 0x20:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return undefined
  }
}
