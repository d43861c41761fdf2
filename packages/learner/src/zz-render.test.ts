import { writeFile } from 'node:fs/promises'
import { it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import { plotOf } from '@onecycle/learner'
import { toSvg } from './plots/to-svg.ts'
import { smallLearner } from './callbacks/test-data.ts'
it('x', async () => {
  await initBackend(['wasm'])
  const learn = smallLearner([], 4)
  await learn.fitOneCycle(12, 0.03)
  const { recorder } = learn
  const lr = Array.from({ length: 90 }, (_, i) => [1e-7 * 10 ** (i / 12), 2 + Math.exp((i - 80) / 5) - 1 / (1 + Math.exp((50 - i) / 5))] as const)
  const plots = {
    losses: recorder.plotLosses({ raw: true }), lossesPlain: recorder.plotLosses(), lr: recorder.plotLr(), moms: recorder.plotLr({ showMoms: true }), metrics: recorder.plotMetrics(),
    find: plotOf('Learning rate finder', { x: { title: 'learning rate', scale: 'log', format: '.0e' }, y: { title: 'loss, smoothed' }, lines: [{ name: 'loss', points: lr }, { name: 'steep', points: [lr[50]!], style: 'dots' }, { name: 'minimum / 10', points: [lr[55]!], style: 'dots' }] }),
  }
  for (const [name, plot] of Object.entries(plots)) {
    console.log(String(plot))
    await writeFile(`/tmp/plots/${name}.svg`, await toSvg(plot))
  }
})
