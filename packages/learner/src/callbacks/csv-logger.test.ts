import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Callback, FitContext } from '@onecycle/learner'
import { csvLogger } from './csv-logger.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onecycle-'))
  path = join(folder, 'history.csv')
})
afterEach(() => rm(folder, { recursive: true }))

/** A fit of epochs with these validation losses. */
const fit = async (logger: Callback, ...validLosses: (number | null)[]) => {
  const context = { trainLoss: 0.5, metrics: { accuracy: 0.75, 'top 1, "odd"': 1e-9 } }
  await logger.beforeFit!(context as never)
  for (const [epoch, validLoss] of validLosses.entries()) {
    const of = { ...context, epoch, validLoss } as unknown as FitContext
    await logger.beforeEpoch!(of)
    await logger.afterEpoch!(of)
  }
}
const rows = async () => (await readFile(path, 'utf8')).replaceAll(/\d\.\d{3}$/gm, 'S').split('\n')
const header = 'epoch,trainLoss,validLoss,accuracy,"top 1, ""odd""",seconds'

it('writes a header and a row an epoch, anew at each fit', async () => {
  const logger = csvLogger(path)
  await fit(logger, 0.9, 0.8)
  expect(await rows()).toEqual([header, '0,0.5,0.9,0.75,1e-9,S', '1,0.5,0.8,0.75,1e-9,S', ''])
  await fit(logger, 0.7)
  expect(await rows()).toEqual([header, '0,0.5,0.7,0.75,1e-9,S', ''])
})

it('can append to what is there', async () => {
  await writeFile(path, '')
  await fit(csvLogger(path, { append: true }), 0.9)
  await fit(csvLogger(path, { append: true }), null)
  expect(await rows()).toEqual([header, '0,0.5,0.9,0.75,1e-9,S', '0,0.5,NaN,0.75,1e-9,S', ''])
})

it('appends to no other table', async () => {
  await writeFile(path, 'a,b\n1,2\n')
  await expect(fit(csvLogger(path, { append: true }), 0.9)).rejects.toThrow(`${path} has the columns "a,b"`)
  expect(await rows()).toEqual(['a,b', '1,2', ''])
})

it('refuses what it does not know, and says where it cannot write', async () => {
  expect(() => csvLogger(path, { apend: true } as never)).toThrow('csvLogger has no option "apend"')
  expect(() => csvLogger('')).toThrow('csvLogger: path is ""; expected a text')
  await expect(fit(csvLogger(join(folder, 'none', 'x.csv')), 0.9)).rejects.toThrow('ENOENT')
})
