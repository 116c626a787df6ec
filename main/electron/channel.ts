/** The one channel between a window and the service; what it carries is the wire of `rpc/wire.ts`. */
export const CHANNEL = 'perch:message'
