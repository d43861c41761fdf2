import { defineConfig } from 'vitest/config'

/** Tests read the packages' sources (the `source` export condition), so they need no build. */
export const packageTests = (overrides: { testTimeout?: number; include?: string[] } = {}) =>
  defineConfig({
    ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
    resolve: { conditions: ['source'] },
    test: {
      include: overrides.include ?? ['src/**/*.test.ts'],
      testTimeout: overrides.testTimeout ?? 60_000,
      hookTimeout: 120_000,
      reporters: ['default', 'json'],
      outputFile: { json: 'test-results/vitest.json' },
    },
  })
