import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { softwareVulkan } from '@onecycle/tensor-core/test'

/** Runs a program of its own against the sources; gives what it prints, as JSON. */
const run = (program: string): unknown => {
  const imports = `
    import { initBackend, webgpu } from '@onecycle/tensor-core'
    import { CollabDataLoaders, collabLearner, sampleRatings } from '@onecycle/collab'
    import { checkpoint, readCheckpoint } from '@onecycle/learner/node'
    const { ratings } = sampleRatings({ users: 120, movies: 80, ratings: 3000, seed: 3 })
    const learnerOf = (batchSize) => {
      const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize })
      return collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], wd: 0.1 })
    }`
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=source', '--input-type=module', '-e', imports + program],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  )
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout)
}

describe.skipIf(!softwareVulkan())('a process that trains on a card', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onecycle-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('leaves batches under 2,048 ratings to the CPU where auto took the card, but not where it was named', () => {
    const { card, byAuto, byName } = run(`
      const devices = async () => {
        const found = []
        for (const size of [64, 2047, 2048]) {
          const learn = await learnerOf(size)
          await learn.fit(1, 1e-2)
          found.push({ device: learn.device, losses: learn.recorder.losses.length })
        }
        return found
      }
      const { name, device: card, byItself } = await initBackend(['auto'], { allowSoftware: true })
      if (name !== 'webgpu' || !byItself) throw new Error(name + ' was taken')
      const byAuto = await devices()
      await initBackend(['webgpu'])
      console.log(JSON.stringify({ card, byAuto, byName: await devices() }))`) as Record<string, unknown>
    const cpu = 'WebAssembly SIMD, one thread'
    const steps = [42, 1, 1]
    const on = (devices: unknown[]) => devices.map((device, i) => ({ device, losses: steps[i] }))
    expect(byAuto).toEqual(on([cpu, cpu, card]))
    expect(byName).toEqual(on([card, card, card]))
  })

  it('ends with one error where the card is lost, and another goes on from the file to the same bytes', async () => {
    const path = join(folder, 'run.safetensors')
    const end = `
      const { model } = await learn.state()
      console.log(JSON.stringify({ losses: learn.recorder.losses, values: [...model].map(([name, { data }]) => [name, ...data]) }))`
    const start = `
      await initBackend(['webgpu'], { allowSoftware: true })
      const learn = await learnerOf(64)`
    const whole = run(`${start}
      await learn.fitOneCycle(3, 2e-2)${end}`)
    const lost = run(`${start}
      let epochs = 0
      const destroy = {
        afterEpoch: () => void epochs++,
        afterBatches: ({ epoch }) => { if (epoch === 1) webgpu().device.destroy() },
      }
      const fit = learn.fitOneCycle(3, 2e-2, { callbacks: [checkpoint(${JSON.stringify(path)}), destroy] })
      const { code, message } = await fit.catch((error) => error)
      console.log(JSON.stringify({ code, message, epochs }))`)
    expect(lost).toMatchObject({
      code: 'DEVICE_LOST',
      message: expect.stringMatching(
        /^the graphics card .+ was lost .+ go on from the last checkpoint/,
      ) as string,
      epochs: 1,
    })
    expect(await readdir(folder)).toEqual(['run.safetensors'])
    const resumed = run(`${start}
      await learn.fitOneCycle(3, 2e-2, { resume: await readCheckpoint(${JSON.stringify(path)}) })${end}`)
    expect(resumed).toEqual(whole)
  })
})
