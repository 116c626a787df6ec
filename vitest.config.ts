import { defineConfig } from 'vitest/config'

/** A loaded machine draws late; what is waited for must come, however long the wait was. */
const patient = { poll: { timeout: 15_000, interval: 50 } }

/**
 * Where nobody waits at the desk, what needs a browser or a desktop gets a second try, and the report names it: a fault
 * of ours fails twice, a machine that stood still for a moment doesn't hold up a release.
 */
const again = process.env['CI'] ? 1 : 0

/**
 * `unit` is fast and belongs to `npm run check`; `journeys` start servers and processes, `screens` a browser, `electron`
 * the desktop.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/journeys/**', 'test/screens/**', 'test/electron/desktop/**'],
          testTimeout: 20_000,
          maxWorkers: 4, // many of them wait more than they work
          isolate: false, // no module of ours does work on import or keeps state, so files may share what is loaded
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'screens',
          expect: patient,
          retry: again,
          include: ['test/screens/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'electron',
          expect: patient,
          retry: again,
          include: ['test/electron/desktop/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
