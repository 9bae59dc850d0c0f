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
        test: { name: 'unit', include: ['src/**/*.test.ts', 'tools/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'system', include: ['tests/**/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
})
