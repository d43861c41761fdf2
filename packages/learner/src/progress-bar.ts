import type { Callback, FitContext } from '@onecycle/learner'

const width = 24

/**
 * Shows how a fit gets on: a bar that moves in a terminal, and a line an epoch everywhere.
 *
 * @param stream default standard error, so that standard output stays for results
 */
export function progressBar(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr): Callback {
  let drawn = -Infinity
  let start = 0
  let epochStart = 0

  const draw = ({ epoch, epochs, batch, batches, iteration, iterations, trainLoss }: FitContext) => {
    const share = batch / batches
    const filled = Math.round(share * width)
    const left = ((performance.now() - start) / 1000 / Math.max(iteration, 1)) * (iterations - iteration)
    stream.write(
      `\r\x1b[2Kepoch ${epoch + 1}/${epochs} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ` +
        `${batch}/${batches}  loss ${trainLoss.toFixed(4)}  ${left.toFixed(0)} s left`,
    )
  }

  return {
    name: 'progress',
    order: 100,
    beforeFit() {
      start = performance.now()
    },
    beforeEpoch() {
      epochStart = performance.now()
    },
    afterBatches(context) {
      if (!stream.isTTY || performance.now() - drawn < 100) return
      drawn = performance.now()
      draw(context)
    },
    afterEpoch({ epoch, epochs, trainLoss, validLoss, metrics }) {
      const seconds = (performance.now() - epochStart) / 1000
      const all = Object.entries({ train: trainLoss, valid: validLoss ?? NaN, ...metrics })
      const shown = all.filter(([, value]) => !Number.isNaN(value)) // nothing is held out: no figure
      const figures = shown.map(([name, value]) => `${name} ${value.toFixed(6)}`).join('  ')
      stream.write(
        `${stream.isTTY ? '\r\x1b[2K' : ''}epoch ${epoch + 1}/${epochs}  ${figures}  ${seconds.toFixed(1)} s\n`,
      )
    },
  }
}
