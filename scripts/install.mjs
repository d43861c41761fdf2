/** Installs the workspace's dependencies, unless the last installation was of the same manifests. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, reasonIn, root, run } from './process.mjs'
import { workspaces } from './workspaces.mjs'

const stampPath = join(root, 'node_modules', '.onecycle-install')
const neededBytes = 1.5e9

/** Changes with the lockfile, the workspace and every manifest. */
const fingerprint = () => {
  const manifests = ['.', ...workspaces()].map((folder) => join(folder, 'package.json'))
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const path of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

/** @param {{ node: string, pnpm: string, env: NodeJS.ProcessEnv }} tools */
export const install = async ({ node, pnpm, env }) => {
  const wanted = fingerprint()
  const stamp = existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : undefined
  if (stamp === wanted) return

  if (stamp === undefined) checkDisk()
  console.log('Installing dependencies ...')
  const options = ['--frozen-lockfile', '--prefer-offline', '--prod=false', '--reporter=append-only']
  const configuration = ['--config.confirm-modules-purge=false', '--config.fetch-retry-mintimeout=1000']
  const { code, output } = await run(node, [pnpm, 'install', ...options, ...configuration], {
    env,
    quiet: true,
  })
  if (code !== 0) fail(`could not install the dependencies: ${reasonIn(output)}`)
  writeFileSync(stampPath, wanted)
}

const checkDisk = () => {
  const { bavail, bsize } = statfsSync(root)
  const free = bavail * bsize
  if (free >= neededBytes) return
  const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`
  fail(
    `no space left on the disk: ${root} has ${megabytes(free)} free, the set-up needs ${megabytes(neededBytes)}`,
  )
}
