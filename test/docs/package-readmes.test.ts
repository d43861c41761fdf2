import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { alike } from '../../scripts/lesson/alike.ts'
import { packagePictureFolder, packagePictures } from '../../scripts/pictures/package-pictures.ts'
import { packageNames, root } from '../architecture/workspace.ts'

const benchmarks = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8')

/** What a benchmark printed, as `docs/benchmarks.md` keeps it. */
const printedBy = (bench: string) =>
  benchmarks.split(`<!-- bench: ${bench} -->`)[1]?.split('<!-- end')[0] ?? ''

const numberOf = (cell: string) => /^[\d.]+x?$/.exec(cell.trim())?.[0]

describe.each(packageNames)('the README of %s', (name) => {
  const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8')
  const measured = /^## Measured\n(.*?)^## /ms.exec(readme)?.[1] ?? ''

  it('shows what its package draws', async () => {
    expect(readme).toMatch(new RegExp(`!\\[[^\\]]+\\]\\(../../docs/pictures/packages/${name}\\.svg\\)`))
    const committed = readFileSync(join(packagePictureFolder, `${name}.svg`), 'utf8')
    const drawn = await packagePictures[name]!()
    expect(alike(committed, drawn, 3), `${name}.svg is drawn otherwise now: npm run pictures`).toBe(true)
    expect(drawn.length, `${name}.svg is too large for a page`).toBeLessThan(60_000)
  })

  it('has the figures that the benchmarks it names have printed', () => {
    const printed = [...measured.matchAll(/`npm run bench -- ([\w-]+)/g)].map(([, bench]) =>
      printedBy(bench!),
    )
    const known = new Set(printed.join(' ').split(/[\s,:]+/))
    const figures = [...measured.matchAll(/^\|(.*)\|$/gm)]
      .flatMap(([, row = '']) => row.split('|'))
      .flatMap((cell) => numberOf(cell) ?? [])
    expect(figures.length).toBeGreaterThan(4)
    expect(figures.filter((figure) => !known.has(figure))).toEqual([])
  })

  it('leads to all that was measured', () => expect(readme).toContain('](../../docs/benchmarks.md)'))
})
