import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../architecture/workspace.ts'

/** `@onecycle/collab/serving` as it is published, bundled and minified for a browser, as the global `serving`. */
export async function bundleServing(): Promise<{ code: string; files: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'packages/collab/dist/serving.js')],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'serving',
    platform: 'browser',
    metafile: true,
    write: false,
  })
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  return {
    code: outputFiles[0]!.text,
    files: used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  }
}
