import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { entriesOf, packageNames, root } from './workspace.ts'

const options = (): ts.CompilerOptions => {
  const path = join(root, 'tsconfig.base.json')
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as { config: unknown }
  return {
    ...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
}

/** Changing what a package exports is a decision: update the snapshot with `-u` and name it in CHANGELOG.md. */
it('exports the names of the snapshot', async () => {
  const entries = packageNames.flatMap((name) =>
    Object.entries(entriesOf(name)).map(
      ([subpath, entry]) => [join('@onecycle', name, subpath), entry] as const,
    ),
  )
  const program = ts.createProgram(
    entries.map(([, entry]) => join(root, entry)),
    options(),
  )
  const checker = program.getTypeChecker()
  const names = Object.fromEntries(
    entries.map(([specifier, entry]) => {
      const file = program.getSourceFile(join(root, entry))
      const symbol = file && checker.getSymbolAtLocation(file)
      return [
        specifier,
        symbol
          ? checker
              .getExportsOfModule(symbol)
              .map((found) => found.name)
              .sort()
          : [],
      ]
    }),
  )
  await expect(`${JSON.stringify(names, null, 2)}\n`).toMatchFileSnapshot('public-api.snapshot.json')
}, 120_000)
