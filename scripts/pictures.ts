/**
 * `npm run pictures`: the pictures of the packages' READMEs, which the packages draw on samples, in
 * `docs/pictures/packages`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packagePictureFolder, packagePictures } from './pictures/package-pictures.ts'

await mkdir(packagePictureFolder, { recursive: true })
for (const [name, draw] of Object.entries(packagePictures)) {
  const path = join(packagePictureFolder, `${name}.svg`)
  await writeFile(path, await draw())
  console.log(path)
}
