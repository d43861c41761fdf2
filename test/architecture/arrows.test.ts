import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf, packageOf } from './imports.ts'
import { arrows, manifestOf, packageNames, root, sourcesOf } from './workspace.ts'

/** Every import of another package in a folder, as `file imports package`. */
const importedPackages = (folder: string): { file: string; name: string }[] =>
  sourcesOf(folder).flatMap((file) =>
    importsOf(join(root, file)).flatMap(({ from }) => {
      const name = packageOf(from)
      return name ? [{ file, name }] : []
    }),
  )

const undeclared = (folder: string, itself: string): string[] => {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifestOf(folder)
  // What ships may lean on what is installed with it; an app is never installed by anyone else.
  const declared = {
    ...dependencies,
    ...peerDependencies,
    ...(folder.startsWith('apps') ? devDependencies : {}),
  }
  return importedPackages(folder)
    .filter(({ name }) => name !== itself && !(name in declared))
    .map(({ file, name }) => `${file} imports ${name}`)
}

describe.each(packageNames)('%s', (name) => {
  const folder = `packages/${name}`

  it('imports only packages it may depend on', () => {
    const allowed = [name, ...arrows[name]].map((other) => `@onecycle/${other}`)
    const wrong = importedPackages(`${folder}/src`).filter(
      (found) => found.name.startsWith('@onecycle/') && !allowed.includes(found.name),
    )
    expect(wrong).toEqual([])
    expect(importedPackages(`${folder}/src`).filter((found) => found.name === 'demo')).toEqual([])
  })

  it('declares every package it imports', () => {
    expect(undeclared(folder, `@onecycle/${name}`)).toEqual([])
  })

  it('leaves the choice of the one TensorFlow.js to its user', () => {
    const { dependencies = {}, peerDependencies = {} } = manifestOf(folder)
    expect(peerDependencies).toHaveProperty('@tensorflow/tfjs')
    expect(dependencies).not.toHaveProperty('@tensorflow/tfjs')
  })

  it('reaches other folders through packages, not through paths', () => {
    const escaping = sourcesOf(`${folder}/src`).flatMap((file) =>
      importsOf(join(root, file))
        .filter(({ from }) => from.startsWith('.') && !join(file, '..', from).startsWith(`${folder}/src`))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(escaping).toEqual([])
  })
})

describe('apps/demo', () => {
  it('declares every package it imports', () => {
    expect(undeclared('apps/demo', 'demo')).toEqual([])
  })

  it('uses the packages by name, not by path', () => {
    const byPath = sourcesOf('apps/demo').flatMap((file) =>
      importsOf(join(root, file))
        .filter(({ from }) => from.startsWith('.') && !join(file, '..', from).startsWith('apps/demo/'))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(byPath).toEqual([])
  })
})
