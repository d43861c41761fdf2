import { OnecycleError } from '@onecycle/tensor-core'
import { sampleDigits, type MnistData } from '@onecycle/vision-mnist'
import { mnist } from '@onecycle/vision-mnist/node'
import { withPatience } from '../server/patience.ts'

/** Digits, and why they are made up where they are. */
export interface FoundDigits {
  readonly data: MnistData
  readonly whySample: string | null
}

let found: FoundDigits | undefined

/**
 * MNIST from wherever it can be had (it may be downloaded), else the sample and why; looked for once a process.
 * With `ONECYCLE_DATA=sample` the sample without looking.
 */
export async function findDigits(signal: AbortSignal): Promise<FoundDigits> {
  return (found ??= await look(signal))
}

async function look(signal: AbortSignal): Promise<FoundDigits> {
  if (process.env['ONECYCLE_DATA'] === 'sample') return sampleBecause('ONECYCLE_DATA=sample asks for it')
  try {
    return { data: await withPatience('MNIST', signal, (watch) => mnist(watch)), whySample: null }
  } catch (error) {
    if (!OnecycleError.is(error) || signal.aborted) throw error
    return sampleBecause(error.message)
  }
}

const sampleBecause = (whySample: string): FoundDigits => ({ data: sampleDigits(), whySample })
