import type { Webgpu } from '@onecycle/tensor-core'

/** What the card copies from one place of its memory to another, read and written together: the best of some runs, in GB/s. */
export async function copyBandwidth(card: Webgpu, bytes: number): Promise<number> {
  const device = card.device as GPUDevice
  const { COPY_SRC, COPY_DST } = GPUBufferUsage
  const buffer = () => device.createBuffer({ size: bytes, usage: COPY_SRC | COPY_DST })
  const [from, to] = [buffer(), buffer()]
  const copies = 20
  let best = 0
  for (let run = 0; run < 6; run++) {
    const encoder = device.createCommandEncoder()
    for (let copy = 0; copy < copies; copy++) encoder.copyBufferToBuffer(from, 0, to, 0, bytes)
    const start = performance.now()
    device.queue.submit([encoder.finish()])
    await card.result(device.queue.onSubmittedWorkDone())
    best = Math.max(best, (2 * bytes * copies) / (performance.now() - start) / 1e6)
  }
  for (const used of [from, to]) used.destroy()
  return best
}
