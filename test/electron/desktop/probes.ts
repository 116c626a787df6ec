/** What runs inside the page, as text: these tests are programs of Node, whose compiler knows no page. */
export const probes = {
  size: '[innerWidth, innerHeight]',
  goTo: (screen: string) => `void (location.hash = '#/${screen}')`,
  leave: (address: string) => `void (location.href = '${address}')`,
  open: (address: string) => `window.open('${address}') === null`,
  say: (text: string) => `perch.send(${JSON.stringify(text)})`,

  /** Sends a request to the service as the screens do, and gives the raw answer to its ID. */
  ask: (request: { readonly id: number; readonly call: string; readonly input: unknown }) => `
    new Promise(resolve => {
      const stop = perch.onMessage(answer => {
        if (!answer.includes('"id":${request.id},')) return
        stop()
        resolve(answer)
      })
      perch.send(${JSON.stringify(JSON.stringify(request))})
    })`,

  /** Resolves with the first snapshot of the state. */
  watch: `
    new Promise(resolve => {
      const stop = perch.onMessage(text => {
        if (!text.startsWith('{"snapshot"')) return
        stop()
        resolve(text)
      })
      perch.send('{"watch":true}')
    })`,

  globals: `({
    functions: Object.entries(perch).map(([name, value]) => name + ': ' + typeof value),
    node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', '__dirname'].filter(name => name in globalThis),
  })`,

  /** Tries every way out that the content policy closes. */
  escape: `(async () => {
    const attempt = work => Promise.resolve().then(work).then(() => 'worked', () => 'refused')
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.head.append(script)
    return {
      fetch: await attempt(() => fetch('https://example.com/')),
      file: await attempt(() => fetch('file:///etc/passwd')),
      own: await attempt(() => fetch('perch://app/index.html')),
      // Later: what a debugger evaluates itself may use eval.
      eval: await new Promise(resolve => setTimeout(() => resolve(attempt(() => (0, eval)('1'))), 0)),
      inline: 'injected' in globalThis,
    }
  })()`,

  permissions: `(async () => {
    const state = async name => (await navigator.permissions.query({ name })).state
    const media = navigator.mediaDevices?.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied')
    return {
      media: (await media) ?? 'denied',
      notifications: Notification.permission,
      geolocation: await state('geolocation'),
      read: await state('clipboard-read'),
      write: await state('clipboard-write'),
    }
  })()`,
} as const
