/**
 * Copies all that the site keeps into a new folder, while it runs: `npm run backup -- FOLDER`. To restore, end
 * the site and let ONECYCLE_HOME be that folder, or copy it to where the site looks.
 */
import { constants, existsSync, mkdirSync } from 'node:fs'
import { copyFile, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { modelsFolder, oldRatingsFile, storeFile, visitorKeyFile } from './server/home.ts'
import { storeTarget } from './server/store.ts'

const [to] = process.argv.slice(2)
if (!to) {
  console.error('usage: npm run backup -- FOLDER, which is made')
  process.exit(2)
}
const folder = resolve(to)
if (existsSync(folder)) {
  console.error(`${folder} is there already: name a folder that is not`)
  process.exit(1)
}
// A PostgreSQL is dumped by its own program; the rest of the folder is copied here all the same.
if (storeTarget() === storeFile() && !existsSync(storeFile())) {
  console.error(
    `there is nothing to copy: ${storeFile()} does not exist; set ONECYCLE_HOME to the site's folder`,
  )
  process.exit(1)
}
const models = join(folder, basename(modelsFolder()))
mkdirSync(models, { recursive: true, mode: 0o700 })
const copy = async (file: string, into: string) =>
  copyFile(file, join(into, basename(file)), constants.COPYFILE_EXCL)

// One moment of each database, whoever writes meanwhile. The store comes before the models: it names no file
// that is not written yet.
for (const file of [storeFile(), oldRatingsFile()].filter(existsSync)) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000')
  database.prepare('VACUUM INTO ?').run(join(folder, basename(file)))
  database.close()
}
if (existsSync(visitorKeyFile())) await copy(visitorKeyFile(), folder)
for (const name of await readdir(modelsFolder())) {
  if (!name.endsWith('.safetensors')) continue
  await copy(join(modelsFolder(), name), models).catch((error: unknown) => {
    // The trainer has removed an old one since.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  })
}
console.log(folder)
