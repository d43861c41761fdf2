import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { TensorDataset, type Dataset } from '@onecycle/learner'

/** What PyTorch is asked to measure: the workload of the same name in gpu-torch.py, with its numbers. */
export type TorchRequest = Readonly<Record<string, string | number>>

/** PyTorch on the same card, in a process beside this one; without it, nothing is measured and it says why. */
export class TorchPeer {
  readonly version: string
  readonly #child: ChildProcess | undefined
  readonly #lines: AsyncIterator<string> | undefined
  #folder: string | undefined

  private constructor(version: string, child?: ChildProcess, lines?: AsyncIterator<string>) {
    this.version = version
    this.#child = child
    this.#lines = lines
  }

  static async start(): Promise<TorchPeer> {
    const script = fileURLToPath(new URL('gpu-torch.py', import.meta.url))
    const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'ignore'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const failed = new Promise<undefined>((resolve) => child.once('error', () => resolve(undefined)))
    const first = await Promise.race([lines.next(), failed])
    if (!first || first.done) return new TorchPeer('PyTorch is not measured: no python3 here has it')
    const { version, problem } = JSON.parse(first.value) as { version: string; problem?: string }
    if (problem === undefined) return new TorchPeer(version, child, lines)
    child.stdin.end()
    return new TorchPeer(`${version} is not measured: ${problem}`)
  }

  /**
   * Hands the rows of a workload over, so that both sides train on the same ones: the columns of users, items (int32) and
   * ratings (float32), one after the other in a file.
   *
   * @returns what a request says of them; nothing where there is no PyTorch
   */
  async handOver(dataset: Dataset): Promise<TorchRequest> {
    if (!this.#child || !(dataset instanceof TensorDataset)) return {}
    this.#folder ??= mkdtempSync(join(tmpdir(), 'onecycle-bench-'))
    const path = join(this.#folder, 'ratings')
    const file = await open(path, 'w')
    for (const { data } of [...dataset.inputs, dataset.targets])
      await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    await file.close()
    return { file: path, rows: dataset.length }
  }

  /** One turn, in the unit of the workload; undefined where there is no PyTorch. */
  async measure(request: TorchRequest): Promise<number | undefined> {
    if (!this.#child || !this.#lines) return undefined
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`)
    const { value, done } = (await this.#lines.next()) as IteratorResult<string, undefined>
    if (done) throw new Error(`PyTorch ended while it measured ${JSON.stringify(request)}`)
    return (JSON.parse(value) as { value: number }).value
  }

  end(): void {
    this.#child?.stdin!.end()
    if (this.#folder) rmSync(this.#folder, { recursive: true })
  }
}
