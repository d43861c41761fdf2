import { globSync, readFileSync } from 'node:fs'
import { copyFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { Generator } from '@onecycle/tensor-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importsOf, packageOf } from '../architecture/imports.ts'
import { packageNames, root } from '../architecture/workspace.ts'
import { commandsOf, pages } from '../docs/pages.ts'
import { installPacked, runIn } from './pack.ts'

/** What `exercise.mjs` and `both.mjs` report. */
interface Facts {
  readonly randomNumber: number
  readonly errorCode: string
  readonly backend: string
  readonly lossBefore: number
  readonly lossAfter: number
  readonly recommended: readonly { readonly item: string; readonly score: number }[]
  readonly recommendedByTheFile: unknown
  readonly digits: number
}

let folder: string

beforeAll(async () => {
  folder = await installPacked()
}, 240_000)

afterAll(async () => {
  if (folder) await rm(folder, { recursive: true, force: true })
})

const lastLineOf = async (script: string): Promise<unknown> => {
  const output = await runIn(folder, process.execPath, script)
  return JSON.parse(output.trim().split('\n').at(-1)!)
}

describe('the packed packages, installed with npm into an empty folder', () => {
  it.each(['esm.mjs', 'commonjs.cjs'])('train and recommend from %s', async (script) => {
    const facts = (await lastLineOf(script)) as Facts
    expect(facts).toMatchObject({ errorCode: 'BAD_SEED', backend: 'cpu', digits: 2 })
    expect(facts.randomNumber).toBe(new Generator(42).uniform())
    expect(facts.lossAfter).toBeLessThan(facts.lossBefore / 10)
    expect(facts.recommended).toHaveLength(3)
    expect(facts.recommendedByTheFile).toEqual(facts.recommended)
  })

  it('share one engine and know each other’s errors as ESM and CommonJS in one process', async () => {
    expect(await lastLineOf('both.mjs')).toEqual({
      copies: 2,
      errorIsRecognised: true,
      sameNumbers: true,
      engines: 1,
    })
  })

  it.each(['nodenext', 'bundler'])('compile in TypeScript with moduleResolution %s', async (resolution) => {
    // The same program once more as CommonJS: it resolves to other declarations.
    await copyFile(join(folder, 'typed.ts'), join(folder, 'typed-commonjs.cts'))
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    await runIn(folder, process.execPath, compiler, '--project', `tsconfig.${resolution}.json`)
  })
})

describe('the commands of the READMEs', () => {
  const data = process.env['ONECYCLE_TEST_DATA']

  beforeAll(async () => {
    await runIn(folder, process.execPath, 'own-data.mjs')
    if (data) await symlink(join(data, 'mnist'), join(folder, 'mnist'))
  })

  const commands = pages.flatMap(commandsOf).filter((command) => command.startsWith('npx '))
  it('are there', () => expect(commands.length).toBeGreaterThan(3))

  // In the order of the pages: a model is trained before it is asked.
  for (const command of commands) {
    it.skipIf(command.includes(' --data mnist') && !data)(`${command} runs`, async () => {
      const [, ...words] = command.split(' ')
      expect(await runIn(folder, 'npx', '--offline', ...words)).not.toMatch(/undefined|NaN/)
    })
  }
})

describe.each(packageNames)('the tarball of %s', (name) => {
  const installed = () => join(folder, 'node_modules/@onecycle', name)
  const files = () => globSync('**/*', { cwd: installed(), exclude: (path) => path === 'node_modules' })

  it('has no complaints from publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed(), strict: true, pack: false })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  it('has readme and licence, and no tests', () => {
    expect(files()).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/index.js']))
    expect(files().filter((path) => path.includes('.test.'))).toEqual([])
  })

  it('imports only what is installed with it', () => {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(
      readFileSync(join(installed(), 'package.json'), 'utf8'),
    ) as { dependencies?: Record<string, string>; peerDependencies?: Record<string, string> }
    const allowed = Object.keys({ ...dependencies, ...peerDependencies, [`@onecycle/${name}`]: '' })
    const built = files().filter((path) => /^dist\/.*\.(js|cjs|d\.ts|d\.cts)$/.test(path))
    const foreign = built.flatMap((path) =>
      importsOf(join(installed(), path))
        .map(({ from }) => from)
        .filter((from) => !from.startsWith('node:'))
        .filter((from) =>
          from.startsWith('.')
            ? !join(path, '..', from).startsWith('dist/')
            : !allowed.includes(packageOf(from) ?? from),
        )
        .map((from) => `${path} imports ${from}`),
    )
    expect(foreign).toEqual([])
  })

  it('names no path of the machine that built it', () => {
    const telling = files().filter(
      (path) => path.startsWith('dist/') && readFileSync(join(installed(), path), 'utf8').includes(root),
    )
    expect(telling).toEqual([])
  })
})
