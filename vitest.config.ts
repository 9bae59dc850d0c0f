import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // One PostgreSQL serves all workers; more than two only wait for it and for each other.
    maxWorkers: 2,
    globalSetup: ['tests/database-server.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/*.mocked.test.ts'],
          // One import of the program for all files, which takes longer than most of their tests: 28 s instead of 85.
          isolate: false,
        },
      },
      // Those that put something else in a module's place have the module to themselves.
      {
        extends: true,
        test: { name: 'mocked', include: ['src/**/*.mocked.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'system', include: ['tests/**/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
})
