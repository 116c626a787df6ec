/** The browser of the tests, and switches that keep it from the network and from the GPU. */
export const BROWSER = process.env['PERCH_BROWSER'] ?? '/usr/bin/chromium'
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
