import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { hasIdentity, importsOf } from './imports.ts'
import { entriesOf, loadedWith, packageNames, root } from './workspace.ts'

const mainEntry = (name: (typeof packageNames)[number]): string => entriesOf(name)['.']!

/** The base configuration without Node's types and without the DOM: only what every JavaScript has. */
const bareOptions = (): ts.CompilerOptions => {
  const path = join(root, 'tsconfig.base.json')
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  return { ...options, lib: ['lib.es2023.d.ts'], types: [] }
}

describe.each(packageNames)('the main entry of %s', (name) => {
  const files = [...loadedWith(mainEntry(name))]

  it('imports nothing of Node', () => {
    const found = files.flatMap((file) =>
      importsOf(join(root, file))
        .filter(({ from, kind }) => kind !== 'type' && from.startsWith('node:'))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(found).toEqual([])
  })

  it('loads TensorFlow.js when it is needed, not when it is imported', () => {
    const found = files.flatMap((file) =>
      importsOf(join(root, file))
        .filter(({ from, kind }) => kind === 'value' && from.startsWith('@tensorflow/'))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(found).toEqual([])
  })

  it('compiles without the types of Node and of the DOM', () => {
    const globals = join(import.meta.dirname, 'globals/every-runtime.d.ts')
    const program = ts.createProgram([join(root, mainEntry(name)), globals], bareOptions())
    const ours = (file: ts.SourceFile) => /\/packages\/[^/]+\/src\//.test(file.fileName)
    const found = program
      .getSourceFiles()
      .filter(ours)
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .map((found) => ts.formatDiagnostic(found, formatHost))
    expect(found).toEqual([])
  }, 120_000)

  // CommonJS is made of the same chunks.
  it('is published with every class and every state in one file', () => {
    const folder = join(root, 'packages', name, 'dist')
    const sources = globSync('*.js.map', { cwd: folder }).flatMap((map) => {
      const { sources } = JSON.parse(readFileSync(join(folder, map), 'utf8')) as { sources: string[] }
      return sources.map((source) => join(folder, source))
    })
    expect(sources).not.toEqual([])
    const known = new Set<string>()
    const twice = sources.filter((source) => hasIdentity(source) && (known.has(source) || !known.add(source)))
    expect(twice).toEqual([])
  })
})

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
}
