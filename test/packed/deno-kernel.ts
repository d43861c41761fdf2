import { spawn, type ChildProcess } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { connect, type Connection } from './zmtp.ts'

/** Where the package `deno` has put its program; undefined on machines that it has none for, but not in CI. */
export function denoIfInstalled(): string | undefined {
  const { platform, arch } = process
  const name = `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`
  try {
    const deno = createRequire(createRequire(import.meta.url).resolve('deno/package.json'))
    return join(dirname(deno.resolve(`${name}/package.json`)), platform === 'win32' ? 'deno.exe' : 'deno')
  } catch (cause) {
    if (process.env['CI']) throw new Error(`CI needs Deno, but ${name} is not installed`, { cause })
    console.warn(`Left out: the notebooks in Deno's kernel; ${name} is not installed`)
    return undefined
  }
}

/** What cells have written and shown. */
export interface Outputs {
  /** What each cell wrote to the console. */
  readonly printed: readonly string[]
  /** The values of last lines that are not undefined, in their order, by media type. */
  readonly shown: readonly Readonly<Record<string, unknown>>[]
}

export interface KernelOptions {
  /** Where packages are found and files written. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** Ends the kernel before its time. */
  readonly signal: AbortSignal
}

/**
 * Runs cells as Jupyter does, one after the other, in a kernel of Deno of their own.
 *
 * @param values of how many cells the last line has a value, which is waited for
 * @throws Error where a cell throws
 */
export async function runCells(
  deno: string,
  cells: readonly string[],
  values: number,
  { folder, env, signal }: KernelOptions,
): Promise<Outputs> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5)
  const ports = { shell_port: shell_port!, iopub_port: iopub_port!, stdin_port, control_port, hb_port }
  const key = randomUUID()
  const file = join(folder, `kernel-${key}.json`)
  const scheme = { transport: 'tcp', ip: '127.0.0.1', signature_scheme: 'hmac-sha256' }
  await writeFile(file, JSON.stringify({ ...ports, ...scheme, key }))
  const kernel = spawn(deno, ['jupyter', '--kernel', '--conn', file], { cwd: folder, env, stdio: 'ignore' })
  const ended = once(kernel, 'close')
  const end = () => kernel.kill()
  signal.addEventListener('abort', end)
  try {
    const iopub = await reach(kernel, ports.iopub_port, 'SUB')
    const shell = await reach(kernel, ports.shell_port, 'DEALER')
    return await converse(shell, iopub, key, cells, values)
  } finally {
    signal.removeEventListener('abort', end)
    end()
    await ended
    await rm(file)
  }
}

/** Ports that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

/** Connects as soon as the kernel listens. */
async function reach(kernel: ChildProcess, port: number, type: 'DEALER' | 'SUB'): Promise<Connection> {
  for (;;) {
    try {
      return await connect(port, type)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error
      if (kernel.exitCode !== null || kernel.signalCode !== null) {
        throw new Error(`Deno's kernel has ended before it listened on port ${port}`, { cause: error })
      }
      await setTimeout(20)
    }
  }
}

/** A message of a kernel: jupyter-client.readthedocs.io/en/stable/messaging.html. */
interface Message {
  readonly type: string
  readonly content: Readonly<Record<string, unknown>>
}

/** Printed after each cell, to tell apart what they print. */
const mark = '\u0001cell'

/**
 * The kernel sends what is printed and shown beside its word that a cell has ended: either may come after that,
 * and be said to belong to the next cell. Their order is kept, so that it tells whose they are.
 */
async function converse(
  shell: Connection,
  iopub: Connection,
  key: string,
  cells: readonly string[],
  values: number,
): Promise<Outputs> {
  const ask = (type: string, content: object) => shell.send(request(key, type, content))
  const execute = (code: string) => ask('execute_request', { ...execution, code })
  const hear = async () => messageOf((await iopub.messages.next()).value as Buffer[])

  // A subscription is not confirmed: it holds once anything is heard.
  const asking = setInterval(() => ask('kernel_info_request', {}), 50)
  await hear().finally(() => clearInterval(asking))

  for (const cell of cells) {
    execute(cell)
    execute(`console.log('${mark}')`)
  }
  let printed = ['']
  const shown: Outputs['shown'][number][] = []
  while (printed.length <= cells.length || shown.length < values) {
    const { type, content } = await hear()
    if (type === 'stream' && content['name'] === 'stdout') {
      printed = (printed.join(`${mark}\n`) + String(content['text'])).split(`${mark}\n`)
    }
    if (type === 'execute_result') shown.push(content['data'] as Outputs['shown'][number])
    if (type === 'error')
      throw new Error(`a cell threw ${String(content['ename'])}: ${String(content['evalue'])}`)
  }
  return { printed: printed.slice(0, cells.length), shown }
}

const execution = {
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: true,
}

const delimiter = '<IDS|MSG>'

function request(key: string, type: string, content: object): Buffer[] {
  const date = new Date().toISOString()
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: key,
    username: 'test',
    date,
    version: '5.3',
  }
  const parts = [header, {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)))
  const signature = createHmac('sha256', key)
  for (const part of parts) signature.update(part)
  return [Buffer.from(delimiter), Buffer.from(signature.digest('hex')), ...parts]
}

function messageOf(frames: readonly Buffer[]): Message {
  const start = frames.findIndex((frame) => frame.toString() === delimiter)
  const [header, , , content] = frames
    .slice(start + 2)
    .map((frame) => JSON.parse(frame.toString()) as Record<string, unknown>)
  return { type: String(header!['msg_type']), content: content! }
}
