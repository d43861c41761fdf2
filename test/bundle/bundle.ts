import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { entriesOf, manifestOf, packageNames, root } from '../architecture/workspace.ts'

/** What each entry of the packages may weigh, minified, in bytes: with its dependencies, without its peers. */
export const limits: Readonly<Record<string, number>> = {
  '@onecycle/tensor-core': 60_000,
  '@onecycle/tensor-core/pca': 90_000,
  '@onecycle/tensor-core/node': 32_000,
  '@onecycle/tensor-core/test': 6_000,
  '@onecycle/learner': 85_000,
  '@onecycle/learner/node': 22_000,
  '@onecycle/collab': 300_000,
  '@onecycle/collab/serving': 30_000,
  '@onecycle/collab/node': 150_000,
  '@onecycle/collab/worksheet': 8_000,
  '@onecycle/vision-mnist': 115_000,
  '@onecycle/vision-mnist/node': 85_000,
}

export interface Bundle {
  readonly code: string
  /** The files that are in it. */
  readonly files: readonly string[]
}

/** The names of all entries, such as `@onecycle/collab/serving`. */
export const entries: readonly string[] = packageNames.flatMap((name) =>
  Object.keys(entriesOf(name)).map((subpath) => join('@onecycle', name, subpath)),
)

/**
 * An entry as it is published, bundled and minified as an application would do it. TensorFlow.js and the other
 * peers stay outside: an application has them once.
 *
 * @param globalName makes a script for a browser that sets this name, and not a module
 */
export async function bundle(entry: string, { globalName }: { globalName?: string } = {}): Promise<Bundle> {
  const peers = packageNames.flatMap((name) =>
    Object.keys(manifestOf(`packages/${name}`).peerDependencies ?? {}),
  )
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export * from '${entry}'`, resolveDir: join(root, 'test') },
    bundle: true,
    minify: true,
    platform: 'browser',
    external: [...peers, '@tensorflow/tfjs-backend-wasm', 'node:*', ...builtinModules],
    ...(globalName ? { format: 'iife', globalName } : { format: 'esm' }),
    metafile: true,
    logLevel: 'error',
    write: false,
  })
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  return {
    code: outputFiles[0]!.text,
    files: used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  }
}
