import { defineConfig } from 'vite'

/** The thread that reads received files, for the service and the desktop alike; each reader loads on first use. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20', // syntax for the Electron that tests use, which is older than the one that ships
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: { 'documents-worker': 'main/documents/worker.ts' },
      // not among the other chunks, which the desktop's package sorts by name
      output: { entryFileNames: '[name].js', chunkFileNames: 'documents/[name]-[hash].js' },
    },
  },
  ssr: { target: 'node' },
  logLevel: 'warn',
})
