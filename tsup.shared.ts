import { defineConfig } from 'tsup'

/** Every package is built alike: ESM and CJS with declarations and source maps, entries share chunks. */
export const packageBuild = (entry: Record<string, string>, external: string[] = []) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'node20',
    platform: 'neutral',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    removeNodeProtocol: false,
    external: [/^node:/, ...external],
    outExtension: ({ format }) => ({ js: format === 'cjs' ? '.cjs' : '.js' }),
  })
