/** Where a convolution's window goes (part of TensorFlow.js' Conv2DInfo). */
export interface Window {
  readonly batchSize: number
  readonly inHeight: number
  readonly inWidth: number
  readonly inChannels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly outChannels: number
  readonly filterHeight: number
  readonly filterWidth: number
  readonly strideHeight: number
  readonly strideWidth: number
  readonly padInfo: { readonly top: number; readonly left: number }
}

/**
 * For each place of the window and each of its cells (i, j): out[i, j] += pixel under the cell (outer
 * product) dy at the place. Sums in double precision, as a batch has many places.
 *
 * @param x `[batch, height, width, inChannels]`
 * @param dy `[batch, outHeight, outWidth, outChannels]`
 * @param out `[filterHeight, filterWidth, inChannels, outChannels]`, changed in place
 */
export function addOuterProducts(x: Float32Array, dy: Float32Array, window: Window, out: Float64Array): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = window
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = window
  for (let cell = 0; cell < filterHeight * filterWidth; cell++) {
    const shiftY = Math.floor(cell / filterWidth) - padInfo.top
    const shiftX = (cell % filterWidth) - padInfo.left
    const target = cell * inChannels * outChannels
    for (let line = 0; line < batchSize * outHeight; line++) {
      const y = (line % outHeight) * strideHeight + shiftY
      if (y < 0 || y >= inHeight) continue
      const row = (Math.floor(line / outHeight) * inHeight + y) * inWidth
      for (let place = 0; place < outWidth; place++) {
        const column = place * strideWidth + shiftX
        if (column < 0 || column >= inWidth) continue
        const pixel = (row + column) * inChannels
        const from = (line * outWidth + place) * outChannels
        for (let c = 0; c < inChannels; c++) {
          const value = x[pixel + c]!
          const to = target + c * outChannels
          for (let k = 0; k < outChannels; k++) out[to + k]! += value * dy[from + k]!
        }
      }
    }
  }
}
