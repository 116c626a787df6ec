import { defineConfig } from 'vitest/config'

/** Two projects: `unit` is fast and belongs to `npm run check`; `journeys` starts servers and processes. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/journeys/**'], testTimeout: 20_000 } },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
