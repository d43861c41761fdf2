import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
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
    onSuccess: dropMapsOfCommonJs,
  })

/** CommonJS is made of the finished ESM chunks: its maps lead to those, by paths of this machine. */
async function dropMapsOfCommonJs(): Promise<void> {
  for (const name of await readdir('dist')) {
    if (name.endsWith('.cjs.map')) await rm(`dist/${name}`)
    if (!name.endsWith('.cjs')) continue
    const code = await readFile(`dist/${name}`, 'utf8')
    await writeFile(`dist/${name}`, code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '\n'))
  }
}
