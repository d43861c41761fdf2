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

/** Where visitors' ratings were before the store had them. */
export const oldRatingsFile = (): string => join(homeFolder(), 'ratings.sqlite')

export const visitorKeyFile = (): string => join(homeFolder(), 'visitor-key')

export const modelsFolder = (): string => join(homeFolder(), 'models')

/** The guide, and its pictures. */
export const lessonFolder = (): string => join(repositoryRoot(), 'docs', 'lesson')

export const lessonPictures = (): string => join(repositoryRoot(), 'docs', 'pictures', 'lesson')

/** The reference of the packages, where `npm run api` has made it. */
export const referenceFolder = (): string => join(repositoryRoot(), 'docs', 'api')
