#!/usr/bin/env node
// Runs on any Node: finds a Node 24 for the real program, or says in one sentence what to install.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const built = join(root, 'dist', 'cli.js')
const source = join(root, 'main', 'cli.ts')
const program = existsSync(built) ? built : source

function ownNode() {
  try {
    const home = dirname(createRequire(join(root, 'package.json')).resolve('node/package.json'))
    const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined // not installed: the sentence below says what to do
  }
}

function runUnder(node) {
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    process.stderr.write(`perch: could not start ${node}: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)))
}

if (!existsSync(program)) {
  process.stderr.write('perch: the program is not built; run "npm install && npm run build" in its folder.\n')
  process.exit(1)
} else if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  await import(pathToFileURL(program).href)
} else {
  const node = ownNode()
  if (node) runUnder(node)
  else {
    process.stderr.write(
      `perch: needs Node ${NEEDED} or newer, this is ${process.versions.node}; install it from https://nodejs.org or run "npm install" here.\n`,
    )
    process.exit(1)
  }
}
