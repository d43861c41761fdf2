import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { writeFileAtomic } from '@onecycle/tensor-core/node'

/**
 * Runs a benchmark as a process of its own and keeps what it prints in a Markdown file, in the section of its
 * name: the old one is replaced, a new one goes to the end.
 */
export async function record(name: string, options: readonly string[], file: string): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, name, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.pipe(process.stdout)
  const [printed, code] = await Promise.all([
    text(child.stdout),
    new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1))),
  ])
  if (code === 0) {
    const quoted = options.map((option) => (option.includes(' ') ? JSON.stringify(option) : option))
    const command = ['npm run bench --', name, ...quoted].join(' ')
    await writeSection(
      file,
      name,
      `\`${command}\`, ${new Date().toISOString().slice(0, 10)}:`,
      printed.trim(),
    )
  }
  return code
}

async function writeSection(file: string, name: string, source: string, printed: string): Promise<void> {
  const page = await readFile(file, 'utf8')
  const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- end: ${name} -->`]
  const section = `${begin}\n\n${source}\n\n\`\`\`text\n${printed}\n\`\`\`\n\n${end}`
  const known = page.includes(begin) && page.includes(end)
  const old = known ? page.slice(page.indexOf(begin), page.indexOf(end) + end.length) : ''
  await writeFileAtomic(file, known ? page.replace(old, () => section) : `${page.trimEnd()}\n\n${section}\n`)
}
