/**
 * `npm run bench:bundle`: the benchmark of graphics cards as one archive for a machine that has Node 24 and
 * nothing else: `tar -xzf onecycle-gpu-bench.tgz && node gpu-bench/bench.mjs --json`. It holds no data: the
 * recipe runs on MovieLens where ONECYCLE_DATA names it, else on the sample of its shapes.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, '..', 'dist')
const folder = join(dist, 'gpu-bench')
const archive = join(dist, 'onecycle-gpu-bench.tgz')
const mostBytes = 60e6
const platform = process.platform === 'darwin' ? 'darwin-universal' : `${process.platform}-${process.arch}`

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
await build({
  entryPoints: [join(here, 'main.ts')],
  outfile: join(folder, 'bench.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  conditions: ['source'],
  mainFields: ['main'],
  banner: {
    js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url)",
  },
  // Never reached in this program: databases, plots, and the backends that it does not measure.
  external: ['pg', 'vega', 'vega-lite', '@tensorflow/tfjs-backend-wasm'],
  logLevel: 'warning',
  plugins: [
    {
      name: 'no node_modules',
      setup(plugins) {
        plugins.onResolve({ filter: /\/import-installed\.ts$/ }, () => ({
          path: join(here, 'import-bundled.ts'),
        }))
      },
    },
  ],
})
copyFileSync(join(here, 'gpu-torch.py'), join(folder, 'gpu-torch.py'))
const dawn = dirname(createRequire(import.meta.url).resolve('webgpu'))
copyFileSync(join(dawn, 'dist', platform, 'dawn.node'), join(folder, 'dawn.node'))

execFileSync('tar', ['-czf', archive, '-C', dist, 'gpu-bench'])
const { size } = statSync(archive)
if (size > mostBytes) throw new Error(`${archive} has ${size} bytes, above the ${mostBytes} that it may have`)
console.log(`${archive}: ${(size / 1e6).toFixed(1)} MB, for ${platform}`)
console.log(
  'on the machine with the card: tar -xzf onecycle-gpu-bench.tgz && node gpu-bench/bench.mjs --json',
)
