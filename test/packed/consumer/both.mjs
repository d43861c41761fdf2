// ESM and CommonJS in one process: two copies of the packages, one TensorFlow.js.
import { createRequire } from 'node:module'
import * as esm from '@onecycle/tensor-core'

const commonjs = createRequire(import.meta.url)('@onecycle/tensor-core')

const thrownBy = (body) => {
  try {
    body()
  } catch (error) {
    return error
  }
}
const foreign = thrownBy(() => new commonjs.Generator(-1))

await esm.initBackend(['cpu'])
await commonjs.initBackend(['cpu'])
console.log(
  JSON.stringify({
    copies: esm.OnecycleError === commonjs.OnecycleError ? 1 : 2,
    errorIsRecognised: esm.OnecycleError.is(foreign),
    sameNumbers: new esm.Generator(7).uint32() === new commonjs.Generator(7).uint32(),
    engines: esm.tf.engine() === commonjs.tf.engine() ? 1 : 2,
  }),
)
