import { connection } from 'next/server'
import { OnecycleError } from '@onecycle/tensor-core'
import { served, type Served } from './served.ts'

/** The serving model for a page, or why there is none: a problem, or (null) none has been trained. */
export async function openModel(): Promise<{ model: Served } | { model: null; problem: string | null }> {
  await connection()
  try {
    const model = await served()
    return model ? { model } : { model, problem: null }
  } catch (error) {
    return { model: null, problem: OnecycleError.is(error) ? error.message : String(error) }
  }
}
