import type { Tensor, Tensor1D } from '@tensorflow/tfjs'
import { onForward, tf, type Module } from '@onecycle/tensor-core'
import type { Callback } from '../callback.ts'
import { checkOptions, flag } from '../check-options.ts'

export interface ActivationStatsOptions {
  /** Also counts outputs in 40 bins from 0 to 10. Default false. */
  readonly histogram?: boolean
}

/** What came out of one layer: lists with one entry for each of its runs, that is one a training batch. */
export interface LayerStats {
  /** Names of the properties down to the layer, like `body.0`; empty for a model that is one layer. */
  readonly name: string
  readonly mean: number[]
  /** Standard deviation (with n - 1). */
  readonly std: number[]
  /** Share of outputs that are at most 0.05: after a ReLU, of those that say nothing. */
  readonly nearZero: number[]
  /** `[batches][40]`: outputs between 0 and 10, in bins of a quarter; empty unless asked for. */
  readonly histogram: number[][]
}

export interface ActivationStats extends Callback {
  /** Of the last fit: all layers that have no layers below them, first ones first. */
  readonly layers: readonly LayerStats[]
}

const bins = 40
const top = 10

/**
 * Watches the outputs of each layer over a fit: training that goes well keeps their spread steady and few of
 * them near zero (fast.ai v2's ActivationStats). Numbers arrive at the end of each epoch's training.
 *
 * @example
 * const stats = activationStats()
 * await learn.fit(1, 1e-2, { callbacks: [stats] })
 * stats.layers.map(({ name, nearZero }) => [name, nearZero.at(-1)])
 * @throws OnecycleError `BAD_OPTION`
 */
export function activationStats(options: ActivationStatsOptions = {}): ActivationStats {
  checkOptions('activationStats', options, { histogram: flag })
  const { histogram = false } = options
  let layers: LayerStats[] = []
  let stops: (() => void)[] = []
  let pending: { readonly stats: LayerStats; readonly measured: Tensor }[] = []

  const watch = (module: Module, stats: LayerStats) =>
    onForward(module, (output) => {
      // Read once an epoch: reading at each batch would stall a GPU.
      if (module.training) pending.push({ stats, measured: tf.keep(measure(output, histogram)) })
    })
  const read = async () => {
    const due = pending
    pending = []
    for (const { stats, measured } of due) {
      const [mean, std, nearZero, ...counts] = await measured.data()
      measured.dispose()
      stats.mean.push(mean!)
      stats.std.push(std!)
      stats.nearZero.push(nearZero!)
      if (histogram) stats.histogram.push(counts)
    }
  }

  return {
    name: 'activationStats',
    get layers() {
      return layers
    },
    beforeFit(context) {
      const found = leafLayers(context.model)
      layers = found.map(([name]) => ({ name, mean: [], std: [], nearZero: [], histogram: [] }))
      stops = found.map(([, module], i) => watch(module, layers[i]!))
    },
    // Nothing to do, but it keeps the fit with the engine that runs the layers one by one.
    afterPred: () => undefined,
    afterTrain: read,
    async afterFit() {
      for (const stop of stops) stop()
      stops = []
      await read()
    },
  }
}

/** `[mean, std, nearZero, ...counts]` of all elements. */
function measure(output: Tensor, histogram: boolean): Tensor {
  const flat = tf.cast(tf.reshape(output, [-1]), 'float32')
  const mean = tf.mean(flat)
  const variance = tf.div(tf.sum(tf.square(tf.sub(flat, mean))), Math.max(flat.size - 1, 1))
  const nearZero = tf.mean(tf.cast(tf.lessEqual(flat, 0.05), 'float32'))
  const figures = tf.stack([mean, tf.sqrt(variance), nearZero])
  return histogram ? tf.concat([figures, countInBins(flat)]) : figures
}

/** `[bins]`: how many values are in each bin from 0 to `top`; the last one has its upper edge too. */
function countInBins(flat: Tensor): Tensor {
  const inside = tf.logicalAnd(tf.greaterEqual(flat, 0), tf.lessEqual(flat, top))
  const bin = tf.minimum(tf.floor(tf.mul(flat, bins / top)), bins - 1)
  const counted = tf.cast(tf.where(inside, bin, tf.zerosLike(bin)), 'int32') as Tensor1D
  return tf.bincount(counted, tf.cast(inside, 'float32') as Tensor1D, bins)
}

/** All modules without modules below them, each once, with their names. */
function leafLayers(model: Module): [name: string, module: Module][] {
  const seen = new Set<Module>()
  const leaves = (module: Module, path: readonly string[]): [string, Module][] => {
    if (seen.has(module)) return []
    seen.add(module)
    const children = module.children()
    if (children.length === 0) return [[path.join('.'), module]]
    return children.flatMap(([name, child]) => leaves(child, [...path, name]))
  }
  return leaves(model, [])
}
