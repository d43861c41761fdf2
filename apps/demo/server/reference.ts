import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { texts } from '../lib/texts.ts'
import { referenceFolder } from './home.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

export interface ReferenceFile {
  readonly content: string | Uint8Array<ArrayBuffer>
  readonly type: string
  readonly page: boolean
}

/**
 * A file of the reference that `npm run api` makes; null where there is none of that path.
 *
 * @param nonce what the page's policy lets run: every script of a page carries it
 */
export async function referenceFile(path: readonly string[], nonce: string): Promise<ReferenceFile | null> {
  const type = types[extname(path.at(-1) ?? '')]
  // Names of files and folders below it, nothing that leads out.
  if (!type || !path.every((name) => /^[\w-][\w.-]*$/.test(name))) return null
  const bytes = await readFile(join(/* turbopackIgnore: true */ referenceFolder(), ...path)).catch(() => null)
  if (bytes === null) return null
  if (!type.startsWith('text/html')) return { content: new Uint8Array(bytes), type, page: false }
  const content = bytes
    .toString('utf8')
    .replaceAll('<script', `<script nonce="${nonce}"`)
    // Landmarks, which typedoc leaves out.
    .replace('<div class="col-content"', '$& role="main"')
    .replace('<div class="col-sidebar"', `$& role="region" aria-label="${texts.site.contents}"`)
    .replace('<div id="tsd-toolbar-links">', `$&<a href="/">${texts.site.pages.home}</a>`)
  return { content, type, page: true }
}
