import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { importsOf, packageOf } from './imports.ts'

export const root = resolve(import.meta.dirname, '../..')

/** The four packages, and which of the others each may import: the arrows of the design. */
export const arrows = {
  'tensor-core': [],
  learner: ['tensor-core'],
  collab: ['learner', 'tensor-core'],
  'vision-mnist': ['learner', 'tensor-core'],
} as const satisfies Record<string, readonly string[]>

export type PackageName = keyof typeof arrows

export const packageNames = Object.keys(arrows) as PackageName[]

export interface Manifest {
  readonly version: string
  readonly exports: Record<string, string | { readonly source?: string }>
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>
  readonly devDependencies?: Record<string, string>
}

export const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest

const isTest = (path: string): boolean => /\.(test|test-d|config)\.tsx?$|-for-tests\.ts$/.test(path)

/** The TypeScript files of a folder, tests and generated ones left out, relative to the root. */
export const sourcesOf = (folder: string): string[] =>
  globSync(`${folder}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|\.next|dist|test-results)$/.test(path),
  }).filter((path) => !isTest(path) && !path.endsWith('.d.ts'))

/** The source files of the entries of a package: `.` and its subpaths. */
export const entriesOf = (name: PackageName): Record<string, string> =>
  Object.fromEntries(
    Object.entries(manifestOf(`packages/${name}`).exports).flatMap(([subpath, target]) =>
      typeof target === 'object' && target.source ? [[subpath, join('packages', name, target.source)]] : [],
    ),
  )

/** The file an import leads to, for relative paths and for our own packages; null for everything else. */
export function fileOf(importer: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return join(dirname(importer), specifier)
  const name = packageNames.find((candidate) => packageOf(specifier) === `@onecycle/${candidate}`)
  if (!name) return null
  const entry = entriesOf(name)[`.${specifier.slice(`@onecycle/${name}`.length)}`]
  if (!entry) throw new Error(`${importer} imports ${specifier}, which ${name} does not export`)
  return entry
}

/** The files that are loaded together with `entry`, itself included: its value imports, and theirs. */
export function loadedWith(entry: string): Set<string> {
  const loaded = new Set<string>()
  const follow = (file: string) => {
    if (loaded.has(file) || !existsSync(join(root, file))) return
    loaded.add(file)
    for (const { from, kind } of importsOf(join(root, file))) {
      if (kind === 'type') continue
      const next = fileOf(file, from)
      if (next) follow(next)
    }
  }
  follow(entry)
  return loaded
}
