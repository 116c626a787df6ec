import { defineConfig } from 'vite'

/**
 * The desktop's two bundles beside the service's own: the main process as a module, and, with `--mode preload`, what
 * runs in the window's sandbox, where only one CommonJS file can be loaded.
 */
export default defineConfig(({ mode }) => ({
  publicDir: false as const,
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20', // syntax for the Electron that tests use, which is older than the one that ships
    minify: false,
    sourcemap: true,
    rollupOptions:
      mode === 'preload'
        ? {
            input: { preload: 'main/electron/preload.ts' },
            external: ['electron'],
            output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
          }
        : {
            input: { electron: 'main/electron.ts' },
            external: ['electron'],
            output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/electron-[name]-[hash].js' },
          },
  },
  ssr: { target: 'node' as const },
  logLevel: 'warn' as const,
}))
