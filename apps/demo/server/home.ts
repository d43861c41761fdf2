import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The repository's root, from any folder within it. */
const repositoryRoot = (from = process.cwd()): string => {
  if (existsSync(join(/* turbopackIgnore: true */ from, 'pnpm-workspace.yaml'))) return from
  const parent = dirname(from)
  return parent === from ? process.cwd() : repositoryRoot(parent)
}

/** The folder for what the site keeps: `$ONECYCLE_HOME`, or `.onecycle` in the repository. */
export const homeFolder = (): string => {
  const chosen = process.env['ONECYCLE_HOME']
  return chosen ? resolve(/* turbopackIgnore: true */ chosen) : join(repositoryRoot(), '.onecycle')
}

export const storeFile = (): string => join(homeFolder(), 'demo.sqlite')

export const modelsFolder = (): string => join(homeFolder(), 'models')
