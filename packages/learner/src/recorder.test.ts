import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import type { Callback, FitContext } from './callback.ts'
import { smallLearner } from './callbacks/test-data.ts'
import { Recorder } from './recorder.ts'
import { Smoother } from './smoother.ts'

const at = (epoch: number, batch: number) =>
  ({ epoch, batch, hypers: [{ lr: 0.1, mom: 0.9, wd: 0 }], trainLoss: NaN }) as unknown as FitContext

describe('Recorder', () => {
  beforeAll(() => initBackend(['wasm']))

  it('keeps the rates that were in force, one for each batch that was trained', async () => {
    const meddler: Callback = {
      beforeBatch({ batch, hypers, skipBatch, skipEpoch }) {
        for (const group of hypers) group.lr = batch
        if (batch === 1) skipBatch()
        if (batch === 3) skipEpoch()
      },
    }
    const learn = smallLearner([meddler])
    await learn.fit(2)
    const { lrs, moms, losses, epochs } = learn.recorder
    expect(lrs).toEqual([0, 2, 3, 0, 2, 3])
    expect(moms).toHaveLength(6)
    expect(losses).toHaveLength(6)
    expect(epochs.map(({ batches }) => batches)).toEqual([3, 6])
    learn.dispose()
  })

  it('waits for losses that are on their way, in the order of the batches', async () => {
    const recorder = new Recorder()
    const context = at(0, 0)
    recorder.loss(new Promise((resolve) => setTimeout(resolve, 5, 3)), context)
    recorder.loss(Promise.resolve(1), context)
    await recorder.settle(context)
    const smoother = new Smoother()
    const smoothed = [smoother.add(3), smoother.add(1)]
    expect(recorder.losses).toEqual([3, 1])
    expect(recorder.smoothedLosses).toEqual(smoothed)
    expect(context.trainLoss).toBe(smoothed[1])
  })

  it.each([NaN, Infinity])('names batch and epoch of a loss of %d', async (loss) => {
    const recorder = new Recorder()
    const message = `the training loss is ${loss} at batch 7 of epoch 3: lower the learning rate`
    expect(() => recorder.loss(loss, at(2, 6))).toThrow(message)
    recorder.loss(Promise.resolve(loss), at(2, 6))
    await expect(recorder.settle(at(2, 9))).rejects.toThrow(message)
  })

  it('plots what it has', async () => {
    const learn = smallLearner()
    await learn.fitOneCycle(2, 0.01)
    const { recorder } = learn
    expect(recorder.plotLosses({ raw: true }).toText()).toMatch(
      /^Losses\ntrain .*\nvalid .*\ntrain, each batch .*\nbatch: 0 to 16$/,
    )
    expect(recorder.plotLr({ showMoms: true }).toText()).toMatch(/\nmomentum .* 0\.85 to 0\.95\n/)
    expect(recorder.plotMetrics().toText()).toMatch(/^Metrics\naccuracy /)
    expect(() => new Recorder().plotMetrics()).toThrow('no epoch has been finished yet')
    learn.dispose()
  })
})
