import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { alike } from '../../scripts/lesson/alike.ts'
import { packagePictureFolder, packagePictures } from '../../scripts/pictures/package-pictures.ts'
import { packageNames, root } from '../architecture/workspace.ts'

it.each(packageNames)('the README of %s shows what its package draws', async (name) => {
  const readme = await readFile(join(root, 'packages', name, 'README.md'), 'utf8')
  expect(readme).toMatch(new RegExp(`!\\[[^\\]]+\\]\\(../../docs/pictures/packages/${name}\\.svg\\)`))
  const committed = await readFile(join(packagePictureFolder, `${name}.svg`), 'utf8')
  const drawn = await packagePictures[name]!()
  expect(alike(committed, drawn, 3), `${name}.svg is drawn otherwise now: npm run pictures`).toBe(true)
  expect(drawn.length, `${name}.svg is too large for a page`).toBeLessThan(60_000)
})
