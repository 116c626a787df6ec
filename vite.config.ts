import { defineConfig } from 'vite'

/** The service and the command line as plain Node modules; packages stay outside and load on first use. */
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: { cli: 'main/cli.ts', programs: 'main/programs.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { target: 'node' },
  logLevel: 'warn',
})
