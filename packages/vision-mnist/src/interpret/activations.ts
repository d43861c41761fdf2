import {
  inEvalMode,
  ndArray,
  onForward,
  OnecycleError,
  tf,
  type Module,
  type NdArray,
} from '@onecycle/tensor-core'

/**
 * What comes out of a layer of the model for these inputs, in evaluation mode.
 *
 * @param layer a module inside the model, like `model.body.layers[1]`
 * @param inputs `[batch, ...]`, as the model takes them
 * @returns `[batch, ...]`; of a layer that runs more than once, the last run
 * @throws OnecycleError `UNKNOWN_LAYER` where the layer is not one that the model runs
 * @example imageGrid(channelImages(activations(model, model.body.layers[1]!, image)))
 */
export function activations(model: Module, layer: Module, inputs: NdArray): NdArray<Float32Array> {
  let seen: NdArray<Float32Array> | undefined
  const stop = onForward(layer, (output) => {
    seen = ndArray(output.dataSync() as Float32Array, output.shape)
  })
  try {
    inEvalMode(model, () => {
      tf.tidy(() => {
        model.forward(tf.tensor(inputs.data, [...inputs.shape], 'float32'))
      })
    })
  } finally {
    stop()
  }
  if (seen) return seen
  throw new OnecycleError(
    'UNKNOWN_LAYER',
    `the model does not run ${layer.toString()}: give a layer of this very model`,
    { layer: layer.toString() },
  )
}

/**
 * The channels of one image's activations as images: `[batch, height, width, channels]` ->
 * `[channels, height, width]`.
 *
 * @param row which image of the batch. Default 0
 * @throws OnecycleError `SHAPE_MISMATCH`
 */
export function channelImages({ data, shape }: NdArray, row = 0): NdArray<Float32Array> {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape
  if (shape.length !== 4 || !Number.isInteger(row) || row < 0 || row >= batch) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `row ${row} of activations of shape [${shape.join(', ')}]; expected a row of [batch, height, width, channels]`,
      { shape, row },
    )
  }
  const places = height * width
  const images = new Float32Array(places * channels)
  for (let place = 0; place < places; place++) {
    for (let channel = 0; channel < channels; channel++) {
      images[channel * places + place] = data[(row * places + place) * channels + channel]!
    }
  }
  return ndArray(images, [channels, height, width])
}
