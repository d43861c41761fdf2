import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manifestOf, packageNames, root } from '../architecture/workspace.ts'
import { codeBlocksOf, commandsOf, pages } from './pages.ts'

const data = process.env['ONECYCLE_TEST_DATA']

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onecycle-docs-'))))
afterAll(() => rm(folder, { recursive: true }))

/** Runs a program; what it prints. */
async function printed(code: string, name: string): Promise<string> {
  const file = join(root, 'test', 'docs', `${name}-${process.pid}.mts`)
  await writeFile(file, code)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', file], {
      cwd: folder,
      env: { ...process.env, ...(data && { ONECYCLE_DATA: data }) },
    })
    return stdout
  } finally {
    await rm(file)
  }
}

// Without MovieLens there is nothing to run what loads it on.
const needsData = (code: string) => code.includes('movieLens100k(') && !data

describe.each(pages)('%s', (page) => {
  const blocks = codeBlocksOf(page)

  it('has no code but programs and commands', () => {
    // Programs and `npx` run, of `npm` it is looked up what they name; what a benchmark printed is made by the
    // command above it.
    const languages = page === 'docs/benchmarks.md' ? ['ts', 'sh', 'text'] : ['ts', 'sh']
    for (const { language, code } of blocks) expect(languages, code).toContain(language)
  })

  const programs = blocks.filter(({ language }) => language === 'ts')
  for (const [i, { code }] of programs.entries()) {
    it.skipIf(needsData(code))(`block ${i + 1} runs`, async () => {
      expect(await printed(code, `block-${i}`)).not.toContain('undefined')
    })
  }

  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  const wanted = packageNames.flatMap((name) => {
    const { dependencies, peerDependencies, version } = manifestOf(`packages/${name}`)
    return Object.entries({ ...dependencies, ...peerDependencies, [`@onecycle/${name}`]: version })
  })
  for (const command of commandsOf(page)) {
    // packed.test.ts runs those of installed packages, and installs the packed ones.
    if (/^npx |^npm init|\/tarballs\//.test(command)) continue
    it(`${command} is there`, () => {
      const [program, verb = '', ...rest] = command.split(' ')
      expect(program).toBe('npm')
      if (verb !== 'install') {
        expect(Object.keys(scripts)).toContain(verb === 'run' ? rest[0] : verb)
        return
      }
      for (const each of rest) {
        const [, name, version = ''] = /^(@?[^@]+)(?:@(.+))?$/.exec(each)!
        const ranges = wanted
          .filter(([known]) => known === name)
          .map(([, range]) => range.replace(/^[~^]/, ''))
        expect(
          ranges.some((range) => range.startsWith(version)),
          each,
        ).toBe(true)
      }
    })
  }
})
