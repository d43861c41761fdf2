/** Gets pnpm and, where needed, Node 24 from the npm registry into `.toolchain/`, which git ignores. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fail, reasonIn, root, run } from './process.mjs'

const folder = join(root, '.toolchain')
const modules = join(folder, 'node_modules')
const suffix = process.platform === 'win32' ? '.exe' : ''

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)
const installedVersion = (name) => readJson(join(modules, name, 'package.json'))?.version

/** Node runs TypeScript by itself since 22.18. */
const runsTypeScript = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/**
 * @returns {Promise<{ node: string, pnpm: string, env: NodeJS.ProcessEnv }>} the Node to run with, pnpm's
 *   script, and an environment whose PATH has both
 */
export const toolchain = async () => {
  const pnpmVersion = readJson(join(root, 'package.json')).packageManager.split('@')[1]
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const ownNode = runsTypeScript(process.versions.node)

  const missing = []
  if (installedVersion('pnpm') !== pnpmVersion) missing.push(`pnpm@${pnpmVersion}`)
  if (!ownNode && !runsTypeScript(installedVersion(nodePackage) ?? '0.0')) missing.push(`${nodePackage}@24`)
  if (missing.length > 0) await fetchFromRegistry(missing)

  const node = ownNode ? process.execPath : join(modules, nodePackage, 'bin', `node${suffix}`)
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter)
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NEXT_TELEMETRY_DISABLED: '1' }
  // Where `npm run cuda` puts TensorFlow's own library, for those who ask for that backend.
  const libraries = [process.env.NODE_PATH, join(folder, 'cuda', 'node_modules')].filter(Boolean)
  const NODE_PATH = libraries.join(delimiter)
  const env = { ...process.env, ...quiet, PATH: path, NODE_PATH, TURBO_NO_UPDATE_NOTIFIER: '1' }
  return { node, pnpm: join(modules, 'pnpm', 'bin', 'pnpm.cjs'), env }
}

const fetchFromRegistry = async (packages) => {
  console.log(`Fetching ${packages.join(' and ')} into .toolchain/ ...`)
  mkdirSync(folder, { recursive: true })
  // A package.json of its own, so that npm neither reads nor changes the workspace's.
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n')
  const retries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-factor=2']
  const options = ['--save-exact', '--no-audit', '--no-fund', '--loglevel=error', ...retries]
  const [program, ...first] = npm()
  const { code, output } = await run(program, [...first, 'install', ...options, ...packages], {
    cwd: folder,
    quiet: true,
  })
  if (code !== 0) {
    const node = packages.some((name) => name.startsWith('node-'))
    const what = packages.length === 2 ? 'pnpm and Node 24' : packages[0]
    fail(
      `could not fetch ${what} from the npm registry (${reasonIn(output)}): check the network` +
        (node ? ' or install Node 22.18 or newer' : ''),
    )
  }
}

/** The npm that started us, else the one beside this Node, else the one on the PATH. */
const npm = () => {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const script = [process.env.npm_execpath, beside].find(
    (path) => path?.endsWith('npm-cli.js') && existsSync(path),
  )
  return script === undefined ? ['npm'] : [process.execPath, script]
}
