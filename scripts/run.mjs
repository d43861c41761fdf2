/**
 * The task runner: `node scripts/run.mjs TASK [arguments]`; the tasks are at the end of this file.
 *
 * Plain Node (20.19 or newer) without dependencies: it fetches pnpm and, where this Node is too old to run
 * TypeScript, a newer Node (toolchain.mjs), installs what the workspace needs when that has changed
 * (install.mjs), and leaves the rest to turbo, whose cache makes a second run quick.
 */
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPort } from './check-port.mjs'
import { install } from './install.mjs'
import { fail, Failure, reasonIn, root, run } from './process.mjs'
import { clearReports, report } from './report.mjs'
import { toolchain } from './toolchain.mjs'

/** Starts the site and its trainer, after building what has changed. */
const demo = async (turboArguments) => {
  await checkPort(process.env.PORT ?? '3000', process.env.HOST ?? '127.0.0.1')
  const tools = await prepare()
  await buildDemo(tools, turboArguments)
  return (await run(tools.node, ['apps/demo/start.ts'], { env: tools.env })).code
}

/** Pictures of every page of the site, at two widths, light and dark: `npm run screenshots [-- NAME ...]`. */
const screenshots = async (names) => {
  const tools = await prepare()
  await buildDemo(tools)
  const parameters = ['--conditions=source', 'scripts/screenshots.ts', ...names]
  return (await run(tools.node, parameters, { env: tools.env })).code
}

const buildDemo = async (tools, turboArguments = []) => {
  const { code } = await turbo(tools, [
    'build',
    'reference',
    '--filter=demo',
    '--filter=//',
    '--output-logs=errors-only',
    ...turboArguments,
  ])
  if (code !== 0) fail('the build failed: see above')
}

/** Builds and checks everything; the last line is `N passed, N failed`. */
const test = async (turboArguments) =>
  verify([
    'build',
    'reference',
    'lint',
    'types',
    'test',
    'format:check',
    '--concurrency=2',
    ...turboArguments,
  ])

/** The quick inner loop: types, lint and unit tests of the packages. */
const check = async (turboArguments) =>
  verify(['types', 'lint', 'test', '--filter=./packages/*', ...turboArguments])

/** Runs a benchmark: `npm run bench -- NAME [--peers] [--json]`. */
const bench = async (benchArguments) => {
  const { node, env } = await prepare()
  return (await run(node, ['--conditions=source', 'bench/main.ts', ...benchArguments], { env })).code
}

/** The site under a steady mix for half an hour: `npm run soak -- [--minutes 30]`. */
const soak = async (soakArguments) => {
  const tools = await prepare()
  await buildDemo(tools)
  const parameters = ['--conditions=source', 'bench/serve/soak.ts', ...soakArguments]
  return (await run(tools.node, parameters, { env: tools.env })).code
}

/** Packs the benchmark of graphics cards up for a machine with Node alone: `npm run bench:bundle`. */
const benchBundle = async () => {
  const { node, env } = await prepare()
  return (await run(node, ['bench/gpu/bundle.ts'], { env })).code
}

/** The four packages as they are published, in tarballs/, for a folder of your own: `npm run pack`. */
const pack = async () => {
  const tools = await prepare()
  const built = await turbo(tools, ['build', '--filter=./packages/*', '--output-logs=errors-only'])
  if (built.code !== 0) fail('the build failed: see above')
  const folder = join(root, 'tarballs')
  await rm(folder, { recursive: true, force: true })
  const parameters = ['--recursive', '--filter=./packages/*', 'pack', '--pack-destination', folder]
  const { code, output } = await run(tools.node, [tools.pnpm, ...parameters], { env: tools.env, quiet: true })
  if (code !== 0) fail(`packing failed: ${reasonIn(output)}`)
  for (const name of await readdir(folder)) console.log(join(folder, name))
  return 0
}

/** Adds TensorFlow's library for CUDA and says whether it works here. */
const cuda = async () => {
  const { node, env } = await prepare()
  return (await run(node, ['--conditions=source', 'scripts/cuda.ts'], { env })).code
}

/** Runs the chapters of the guide: `npm run lesson [-- --write] [NAME ...]`. */
const lesson = async (lessonArguments) => {
  const { node, env } = await prepare()
  return (await run(node, ['scripts/lesson.ts', ...lessonArguments], { env })).code
}

/** Draws the pictures of the packages' READMEs: `npm run pictures`. */
const pictures = async () => {
  const { node, env } = await prepare()
  return (await run(node, ['--conditions=source', 'scripts/pictures.ts'], { env })).code
}

/** The reference of the packages, in docs/api: `npm run api`. */
const api = async (turboArguments) => (await turbo(await prepare(), ['reference', ...turboArguments])).code

/** Copies what the site keeps, while it runs: `npm run backup -- FOLDER`. */
const backup = async (folders) => {
  const { node, env } = await prepare()
  const parameters = ['--disable-warning=ExperimentalWarning', 'apps/demo/backup.ts', ...folders]
  return (await run(node, parameters, { env })).code
}

/** Trains with every combination of some settings, on all trainers: `npm run tune -- --lr 1e-3,5e-3 --wd 0.01,0.1`. */
const tune = async (tuneArguments) => {
  const { node, env } = await prepare()
  const parameters = ['--disable-warning=ExperimentalWarning', '--conditions=source', 'apps/demo/tune.ts']
  return (await run(node, [...parameters, ...tuneArguments], { env })).code
}

/** Feeds every parser with hostile inputs: `npm run fuzz [-- --runs 100000] [--seed 1] [--only NAME]`. */
const fuzz = async (fuzzArguments) => {
  const { node, env } = await prepare()
  return (await run(node, ['--conditions=source', 'test/fuzz/main.ts', ...fuzzArguments], { env })).code
}

/** Kills the site's processes at random moments: `npm run faults [-- --moments 50] [--seed 1] [--store postgres]`. */
const faults = async (faultArguments) => {
  const tools = await prepare()
  await buildDemo(tools)
  const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  return (await run(tools.node, [...flags, 'test/faults/main.ts', ...faultArguments], { env: tools.env }))
    .code
}

/** Asks the registry for known faults in what is shipped: `npm run audit`. */
const audit = async () => {
  const { node, env } = await prepare()
  return (await run(node, ['scripts/audit.mjs'], { env })).code
}

const verify = async (turboArguments) => {
  const started = Date.now()
  let problem
  try {
    const tools = await prepare()
    clearReports()
    await turbo(tools, [
      ...turboArguments,
      '--continue=dependencies-successful',
      '--summarize',
      '--output-logs=new-only',
    ])
  } catch (error) {
    problem = describe(error)
  }
  return report(started, problem)
}

const prepare = async () => {
  const tools = await toolchain()
  await install(tools)
  return tools
}

const turbo = ({ node, env }, turboArguments) => {
  const data = join(root, '..', 'shared', 'data')
  if (env.ONECYCLE_TEST_DATA === undefined && existsSync(data)) env.ONECYCLE_TEST_DATA = data
  const launcher = join(root, 'node_modules', 'turbo', 'bin', 'turbo')
  return run(node, [launcher, 'run', ...turboArguments], { env })
}

const describe = (error) => (error instanceof Failure ? error.message : error)

const tasks = {
  demo,
  test,
  check,
  bench,
  soak,
  'bench:bundle': benchBundle,
  lesson,
  pictures,
  pack,
  backup,
  tune,
  screenshots,
  cuda,
  api,
  fuzz,
  faults,
  audit,
}
const [name, ...rest] = process.argv.slice(2)
try {
  if (!Object.hasOwn(tasks, name ?? '')) fail(`usage: node scripts/run.mjs ${Object.keys(tasks).join('|')}`)
  process.exitCode = await tasks[name](rest)
} catch (error) {
  console.error(describe(error))
  process.exitCode = 1
}
