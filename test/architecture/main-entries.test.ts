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

  it('shares no class and no state with another entry: they would exist twice', () => {
    const bundles = Object.entries(entriesOf(name)).map(
      ([subpath, entry]) => [subpath, loadedWith(entry, { bundle: true })] as const,
    )
    const twice = bundles.flatMap(([subpath, files], i) =>
      bundles
        .slice(i + 1)
        .flatMap(([other, otherFiles]) =>
          [...files]
            .filter((file) => otherFiles.has(file) && hasIdentity(join(root, file)))
            .map((file) => `${file} is in ${subpath} and ${other}`),
        ),
    )
    expect(twice).toEqual([])
  })
})

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
}
