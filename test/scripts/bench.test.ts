import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { softwareVulkan } from '@onecycle/tensor-core/test'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

function bench(...args: string[]) {
  const main = join(root, 'bench', 'main.ts')
  return spawnSync(process.execPath, ['--conditions=source', main, ...args], { encoding: 'utf8' })
}

describe('npm run bench', () => {
  const names = 'collab|scale|mnist|cold-start|serve|accuracy|new-users|bundle|gpu'
  const usage = `usage: npm run bench -- ${names} [--peers] [--json] [--out FILE]\n`
  const usageOfGpu =
    'usage: npm run bench -- gpu [--json] [--software] [--host] [--scale 0.01] [--only NAME] [--rounds 3] [--out FILE]\n'

  it('prints its usage where it is asked for', () => {
    expect(bench('--help')).toMatchObject({ status: 0, stdout: usage, stderr: '' })
    expect(bench('gpu', '--help')).toMatchObject({ status: 0, stdout: usageOfGpu, stderr: '' })
  })

  it('answers a wrong command by one line and the usage', () => {
    expect(bench('nonsense', '--out', 'file.md')).toMatchObject({ status: 2, stderr: usage })
    expect(bench('collab', '--fast')).toMatchObject({
      status: 2,
      stderr: `Unknown option '--fast'\n${usage}`,
    })
    expect(bench('gpu', '--out')).toMatchObject({
      status: 2,
      stderr: `Option '--out <value>' argument missing\n${usageOfGpu}`,
    })
  })

  it.skipIf(!softwareVulkan())('keeps what gpu prints in its section of a page', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onecycle-bench-'))
    const page = join(folder, 'page.md')
    try {
      writeFileSync(page, '# Page\n\n<!-- bench: gpu -->\n\nof before\n\n<!-- end: gpu -->\n\nThe rest.\n')
      const options = ['--software', '--scale', '0.001', '--rounds', '1', '--only', 'MNIST network']
      const { status, stdout, stderr } = bench('gpu', ...options, '--out', page)
      expect(status, stderr).toBe(0)
      const [before, section, after] = readFileSync(page, 'utf8').split(/<!-- (?:bench|end): gpu -->/)
      expect([before, after]).toEqual(['# Page\n\n', '\n\nThe rest.\n'])
      expect(section).toContain(
        '`npm run bench -- gpu --software --scale 0.001 --rounds 1 --only "MNIST network"`, ',
      )
      expect(section).toContain(stdout.trim())
      expect(section).toMatch(/\| MNIST network 784-50-10: a step, batch 1024 +\| [\d.]+ +\| ms/)
      expect(section).not.toContain('of before')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
