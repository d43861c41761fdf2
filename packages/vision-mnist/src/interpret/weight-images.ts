import { Conv2d, Linear, ndArray, OnecycleError, type Module, type NdArray } from '@onecycle/tensor-core'
import { sidesOfImages } from '../sides-of-images.ts'

/**
 * What the first layer of a model looks for: the weights of each of its outputs, as images. Of a linear layer
 * `[outputs, 784]` -> `[outputs, 28, 28]`; of a convolution of gray images `[outputs, height, width]`.
 *
 * @throws OnecycleError `NO_IMAGE_LAYER` where the first layer with weights takes no gray images
 */
export async function weightImages(model: Module): Promise<NdArray<Float32Array>> {
  const first = model.modules().find((module) => module instanceof Linear || module instanceof Conv2d)
  if (first) {
    const weights = ndArray(await first.weight.data(), first.weight.shape)
    if (first instanceof Conv2d && first.inChannels === 1) return outputsFirst(weights)
    if (first instanceof Linear && Number.isInteger(Math.sqrt(first.inFeatures))) {
      return ndArray(weights.data, [first.outFeatures, ...sidesOfImages(weights)])
    }
  }
  throw new OnecycleError(
    'NO_IMAGE_LAYER',
    `the first layer of ${model.constructor.name} is ${first?.toString() ?? 'missing'}; ` +
      'expected a convolution of one channel, or a linear layer of square images',
  )
}

/** `[height, width, 1, outputs]` -> `[outputs, height, width]`. */
function outputsFirst({ data, shape }: NdArray): NdArray<Float32Array> {
  const [height = 0, width = 0, , outputs = 0] = shape
  const places = height * width
  const images = Float32Array.from(data, (_, i) => data[(i % places) * outputs + Math.floor(i / places)]!)
  return ndArray(images, [outputs, height, width])
}
