// Compiles a package's assembly/index.ts, and other entries (AssemblyScript), to WASM SIMD, embedded as base64:
//   node scripts/assemble.ts packages/tensor-core
// The result is committed, so that nothing but a change of the assembly needs the compiler; a test compares.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import asc from 'assemblyscript/asc'

/** Entries besides assembly/index.ts, by the name of their generated source file. */
const MORE_ENTRIES = { 'ranker-kernels': 'assembly/rankers/index.ts' }

/** A compiled module of a package, as text for its generated source file. */
export async function assemble(folder: string, entry = 'assembly/index.ts'): Promise<string> {
  let binary = new Uint8Array()
  const messages = asc.createMemoryStream()
  const { error } = await asc.main(
    [entry, '--baseDir', resolve(folder), '--outFile', 'kernels.wasm', '--runtime', 'stub', '-O3'].concat([
      '--enable',
      'simd',
      '--importMemory',
      '--noAssert',
      '--use',
      'abort=',
      '--noExportMemory',
    ]),
    {
      stderr: messages,
      writeFile: (name: string, content: Uint8Array | string) => {
        if (typeof content !== 'string' && name.endsWith('.wasm')) binary = Uint8Array.from(content)
      },
    },
  )
  if (error) throw new Error(`${error.message}\n${messages.toString()}`)
  // It works in memory that belongs to somebody else, so it may not bring any of its own.
  if (hasDataSection(binary)) throw new Error('the module has static data')
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,100}/g) ?? []
  return [
    '// Made from assembly/ by scripts/assemble.ts: do not edit.',
    '',
    'export const kernels =',
    lines.map((line) => `  '${line}'`).join(' +\n'),
    '',
  ].join('\n')
}

/** Whether a WebAssembly binary has a section with number 11: bytes that are put into memory at its start. */
function hasDataSection(binary: Uint8Array): boolean {
  let at = 8
  const number = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++]!
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < binary.length) {
    if (binary[at++] === 11) return true
    const length = number()
    at += length
  }
  return false
}

const invoked = process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href
if (invoked) {
  const folder = process.argv[2] ?? '.'
  for (const [name, entry] of Object.entries({ kernels: 'assembly/index.ts', ...MORE_ENTRIES })) {
    if (!existsSync(resolve(folder, entry))) continue
    await writeFile(resolve(folder, `src/generated/${name}.ts`), await assemble(folder, entry))
  }
}
