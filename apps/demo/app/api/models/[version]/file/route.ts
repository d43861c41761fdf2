import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OnecycleError } from '@onecycle/tensor-core'
import { endpoint } from '../../../../../server/api/endpoint.ts'
import { operations } from '../../../../../server/api/operations.ts'
import { modelsFolder } from '../../../../../server/home.ts'
import { modelOf } from '../../../../../server/models.ts'
import { siteStore } from '../../../../../server/served.ts'

/** A model's file: safetensors. */
export const GET = endpoint(operations.download, async ({ version }) => {
  const model = await modelOf(siteStore(), version)
  if (!model) throw new OnecycleError('NO_SUCH_MODEL', `there is no model ${version}`, { version })
  if (model.file === null) {
    throw new OnecycleError('FILE_REMOVED', `the file of model ${version} was removed to make room`)
  }
  return new Response(await readFile(join(/* turbopackIgnore: true */ modelsFolder(), model.file)), {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="onecycle-model-${version}.safetensors"`,
      'Cache-Control': 'no-store',
    },
  })
})
