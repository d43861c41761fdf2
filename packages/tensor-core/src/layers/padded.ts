import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { backendInfo, tf } from '../backend.ts'
import { toPadding, type Size2d } from './pair.ts'

/**
 * An image and the padding that is still to be put around it, as tf.conv2d and tf.maxPool take it. tfjs-node
 * cannot pad in a gradient: on the backend `tensorflow` the image comes padded, with `value`.
 */
export function padded(
  x: Tensor,
  padding: Size2d,
  value: number,
): [x: Tensor4D, padding: 'valid' | ReturnType<typeof toPadding>] {
  const sides = toPadding(padding)
  if (sides.flat().every((n) => n === 0)) return [x as Tensor4D, 'valid']
  if (backendInfo()?.name !== 'tensorflow') return [x as Tensor4D, sides]
  return [tf.pad(x as Tensor4D, sides, value), 'valid']
}
