/** The parts of a global scope that are guarded. */
type Scope = { Uint8Array: Uint8ArrayConstructor; DecompressionStream: typeof DecompressionStream }

/**
 * From here on nothing in this scope gets more than `most` bytes at once: a thread's limits count its heap alone, and a
 * PDF of some kilobytes may hold a stream that unpacks to gigabytes beside it. What asks for more meets a `RangeError`,
 * as where memory is short. Gives a function that tells whether anything did.
 */
export function limitAllocations(scope: Scope, most: number): () => boolean {
  let refused = false
  const refuse = (): RangeError => {
    refused = true
    return new RangeError('Array buffer allocation failed')
  }
  scope.Uint8Array = new Proxy(scope.Uint8Array, {
    construct(target, given: readonly unknown[], made: Function): object {
      if (typeof given[0] === 'number' && given[0] > most) throw refuse()
      return Reflect.construct(target, given, made) as object // a constructor gives an object
    },
  })
  const Unlimited = scope.DecompressionStream
  scope.DecompressionStream = class {
    readonly readable
    readonly writable
    constructor(format: ConstructorParameters<typeof Unlimited>[0]) {
      const whole = new Unlimited(format)
      this.writable = whole.writable
      this.readable = whole.readable.pipeThrough(counted(most, refuse))
    }
  }
  return () => refused
}

function counted(most: number, refuse: () => RangeError): TransformStream<Uint8Array<ArrayBuffer>> {
  let bytes = 0
  return new TransformStream({
    transform(piece, controller) {
      bytes += piece.byteLength
      if (bytes > most) controller.error(refuse())
      else controller.enqueue(piece)
    },
  })
}
