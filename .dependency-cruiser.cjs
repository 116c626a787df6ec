/** The import table of docs/architecture.md as rules. `may(folder, ours, packages)` forbids everything else. */

const may = (folder, ours) => ({
  name: `${folder}-imports`,
  comment: `main/${folder} may import of ours only: ${ours.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^main/${folder}/` },
  to: { path: `^main/(?!${[folder, ...ours].map(name => `${name}/`).join('|')})` },
})

const onlyIn = (name, packages, places) => ({
  name: `${name}-only-there`,
  comment: `${name} is imported only in ${places.join(', ')}`,
  severity: 'error',
  from: { path: '^main/', pathNot: places.map(place => `^main/${place}`) },
  to: { path: packages.map(pattern => `node_modules/${pattern}`) },
})

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-packages',
      comment: 'Electron brings itself: at run time it is there without being a dependency.',
      severity: 'error',
      from: { path: '^main/' },
      to: {
        pathNot: 'node_modules/electron/',
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    may('contract', []),
    may('base', ['contract']),
    may('config', ['base', 'contract']),
    may('store', ['base', 'contract']),
    may('agent', ['base', 'contract']),
    may('models', ['base', 'contract', 'agent']),
    may('tools', ['base', 'contract', 'agent']),
    may('chat', ['base', 'contract', 'agent']),
    may('lark', ['base', 'contract', 'chat']),
    may('documents', ['base', 'contract']),
    may('rpc', ['base', 'contract']),
    may('views', ['base', 'contract']),
    may('sandbox', ['base', 'contract']),
    may('local', ['base', 'contract']),
    {
      name: 'renderer-imports',
      comment: 'A window knows the contract and itself.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(main/(?!contract/)|test/|scripts/)' },
    },
    {
      name: 'nothing-imports-renderer',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'contract-is-pure',
      severity: 'error',
      from: { path: '^main/contract/' },
      to: { pathNot: ['^main/contract/', 'node_modules/zod/'] },
    },
    {
      name: 'chat-uses-agent-types-only',
      severity: 'error',
      from: { path: '^main/chat/' },
      to: { path: '^main/agent/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'chat-is-plain',
      comment: 'The path of a message knows no platform, no model and no package.',
      severity: 'error',
      from: { path: '^main/chat/' },
      to: { path: 'node_modules/' },
    },
    onlyIn(
      'document readers',
      ['unpdf/', 'mammoth/', 'read-excel-file/', 'file-type/', 'html-to-text/', 'fflate/'],
      ['documents/'],
    ),
    onlyIn('the Lark SDK', ['@larksuiteoapi/'], ['lark/']),
    onlyIn('the AI SDK', ['ai/', '@ai-sdk/', '@openrouter/'], ['agent/', 'models/']),
    onlyIn('Electron', ['electron/', 'electron-store/'], ['electron/', 'electron\\.ts']),
    onlyIn('the database', ['kysely/'], ['store/']),
    onlyIn('the practice wire format', ['protobufjs/'], ['sandbox/']),
    {
      name: 'sandbox-only-from-the-root',
      severity: 'error',
      from: { path: '^main/', pathNot: ['^main/sandbox/', '^main/[a-z-]+\\.ts$'] },
      to: { path: '^main/sandbox/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
