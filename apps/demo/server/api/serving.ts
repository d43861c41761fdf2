import { OnecycleError } from '@onecycle/tensor-core'
import { served, type Served } from '../served.ts'

/** The model that serves. @throws OnecycleError `NO_MODEL` */
export async function serving(): Promise<Served> {
  const model = await served()
  if (!model) throw new OnecycleError('NO_MODEL', 'no model serves yet: the first is being trained')
  return model
}
