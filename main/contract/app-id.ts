/** `cli_` and 16 hexadecimal characters: anything else makes the SDK's `start()` return in silence (WSClient.start, 1.74). */
export const APP_ID = /^cli_[0-9a-fA-F]{16}$/
