/** 64 images of 784 pixels of which a fifth is inked, as in MNIST, and their labels: the same for everybody. */
export function batchOfDigits(): { pixels: Float32Array; labels: Int32Array } {
  const pixels = Float32Array.from(
    { length: 64 * 784 },
    (_, i) => Math.max(0, ((i * 7919) % 1000) - 800) / 200,
  )
  return { pixels, labels: Int32Array.from({ length: 64 }, (_, i) => i % 10) }
}
