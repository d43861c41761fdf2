import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ndArray, encodeSafetensors } from '@onecycle/tensor-core'
import { pngOf } from './png/png-for-tests.ts'
import { mnistTestFolder } from './test-data.ts'

const program = fileURLToPath(new URL('cli.ts', import.meta.url))
const seven = fileURLToPath(new URL('../fixtures/grey8.png', import.meta.url))
let folder: string

/** Runs the command line as a process of its own, in the test's folder; nothing is downloaded. */
function run(args: readonly string[], onErr?: (err: string, child: ChildProcess) => void) {
  const child = spawn(process.execPath, ['--conditions=source', program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // wasm by name: a look at the graphics cards may print warnings of the driver.
    env: { ...process.env, ONECYCLE_DATA: '', ONECYCLE_BACKEND: 'wasm' },
  })
  const ended = { code: null as number | null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text
    onErr?.(ended.err, child)
  })
  return new Promise<typeof ended>((resolve) => child.on('close', (code) => resolve({ ...ended, code })))
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await run([...args, '--json'])
  expect([code, out.trim().split('\n').length], err).toEqual([0, 1])
  return JSON.parse(out) as Record<string, unknown>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-mnist-'))
  const { code, err } = await run(['train', '--sample'])
  expect([code, err.match(/epoch 1\/1 {2}train/g)?.length], err).toEqual([0, 1])
})
afterAll(() => rm(folder, { recursive: true }))

describe('onecycle-mnist train', () => {
  it('tells of each epoch and writes the model', async () => {
    const { code, out } = await run([
      'train',
      '--sample',
      '--model',
      'logistic',
      '--epochs',
      '2',
      '-q',
      '-o',
      'two.safetensors',
    ])
    expect(code).toBe(0)
    expect(out).toMatch(/^epoch +train +valid +accuracy +seconds\n/)
    expect(out).toMatch(
      /two.safetensors: logistic, 7850 parameters, from onecycle sample digits \(synthetic\): 8,000 for training, 2,000 for validation\n$/,
    )
  })

  it('prints JSON, nothing else, and writes the same bytes for the same seed', async () => {
    const [first, second] = [
      await json('train', '--sample', '-o', 'a'),
      await json('train', '--sample', '-o', 'b'),
    ]
    expect(first).toMatchObject({ out: 'a', model: 'nn', parameters: 39_760 })
    const accuracy = (first['epochs'] as { accuracy: number }[])[0]!.accuracy
    expect(accuracy).toBeGreaterThan(0.95)
    expect((second['epochs'] as { accuracy: number }[])[0]!.accuracy).toBe(accuracy)
    expect(await readFile(join(folder, 'a'))).toEqual(await readFile(join(folder, 'b')))
  })

  it('leaves the last good model when Ctrl-C comes', async () => {
    const args = ['train', '--sample', '--epochs', '100000', '--out', 'stopped.safetensors']
    const { code, err, out } = await run(args, (text, child) => {
      if (text.includes('epoch 2/') && !child.killed) child.kill('SIGINT')
    })
    expect([code, out]).toEqual([130, ''])
    expect(err).toMatch(/interrupted: stopped.safetensors has the model of epoch \d+ of 100000\n$/)
    expect(await json('evaluate', '--sample', '--from', 'stopped.safetensors')).toHaveProperty('accuracy')
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('onecycle-mnist with a model', () => {
  it('evaluates', async () => {
    const found = await json('evaluate', '--sample')
    expect(found).toMatchObject({ model: 'nn', digits: 2_000 })
    expect(found['accuracy']).toBeGreaterThan(0.95)
    const matrix = found['confusionMatrix'] as number[][]
    expect(matrix.reduce((sum, row, i) => sum + row[i]!, 0) / 2_000).toBeCloseTo(found['accuracy'] as number, 6)
    expect((await run(['evaluate', '--sample'])).out).toMatch(/^model +digits +loss +accuracy\n[^]*\n\ndigit +images[^]*\n\ntaken for +is +times\n/)
  }) // prettier-ignore

  it('tells the digit of a picture, and shows it', async () => {
    const found = await json('predict', seven)
    expect(found['digit']).toBe(7)
    expect((found['probabilities'] as number[]).reduce((sum, value) => sum + value)).toBeCloseTo(1, 5)
    const { out } = await run(['predict', seven])
    expect(out).toMatch(/@@@@@@@@[^]*\n\ndigit +probability\n[^]*\n +7 +[01]\.\d{4}\n/)
    expect(out).not.toContain('\x1b')
  })
})

describe('onecycle-mnist, called wrongly or in vain', () => {
  beforeAll(async () => {
    await writeFile(join(folder, 'blank.png'), pngOf())
    await writeFile(join(folder, 'text.png'), 'no picture')
    const tensors = new Map([['lin.weight', ndArray(new Float32Array(10), [10])]])
    const metadata = { format: 'onecycle-digits', version: '1' }
    await writeFile(join(folder, 'other'), encodeSafetensors({ tensors, metadata: { ...metadata, model: 'vit' } }))
    await writeFile(join(folder, 'misfit'), encodeSafetensors({ tensors, metadata: { ...metadata, model: 'logistic' } }))
    const nan = new Map([['lin.weight', ndArray(Float32Array.of(NaN))]])
    await writeFile(join(folder, 'nan'), encodeSafetensors({ tensors: nan, metadata: { ...metadata, model: 'logistic' } }))
  }) // prettier-ignore

  it.each([
    [[], 'Tells handwritten digits.'],
    [['--help'], 'onecycle-mnist <command> --help tells more.'],
    [['help', 'predict'], 'Usage: onecycle-mnist predict <image.png> [options]'],
    [['train', '--help'], '--epochs <n>'],
  ])('helps: %j', async (args, text) => {
    const { code, out } = await run(args)
    expect(code).toBe(0)
    expect(out).toContain(text)
  })

  it.each([
    [2, ['foo'], 'there is no command "foo"; expected train, evaluate, predict'],
    [2, ['predict'], 'expected <image.png>; found none'],
    [2, ['train', '--model', 'vit'], '--model is vit; expected logistic or nn or cnn or resnet'],
    [2, ['train', '--epochs', '0'], '--epochs is 0; expected an integer of at least 1'],
    [2, ['train', '--sample', '--data', '.'], '--data and --sample were both given'],
    [1, ['train', '--data', '.'], 'dir . lacks IDX files (t10k-images-idx3-ubyte'],
    [1, ['train', '--sample', '-q', '--out', 'no/such/folder'], 'cannot write no/such/folder: '],
    [
      1,
      ['evaluate', '--from', 'none'],
      'cannot read the model none: there is no such file; "train" makes one',
    ],
    [1, ['evaluate', '--from', 'text.png'], 'cannot read the model text.png: not a whole safetensors file'],
    [
      1,
      ['predict', seven, '--from', 'other'],
      'it has the model "vit"; expected logistic or nn or cnn or resnet',
    ],
    [1, ['predict', seven, '--from', 'misfit'], 'the state does not fit the model; missing: lin.bias'],
    [1, ['predict', seven, '--from', 'nan'], 'its tensor lin.weight has values that are not finite'],
    [1, ['predict', 'none.png'], 'cannot read none.png: there is no such file'],
    [1, ['predict', 'text.png'], 'cannot read text.png: it is no PNG picture'],
    [1, ['predict', 'blank.png'], 'the drawing is empty'],
  ])('ends with status %i and one line: %j', async (status, args, message) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([status, ''])
    expect(err).toContain(`onecycle-mnist: `)
    expect(err).toContain(message)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})

const digits = mnistTestFolder()
describe.runIf(digits)('onecycle-mnist on the real test digits', () => {
  it('trains the network to over 91 % and evaluates the same', async () => {
    const trained = await json('train', '--data', digits!, '-q', '-o', 'real.safetensors')
    const [{ accuracy }] = trained['epochs'] as [{ accuracy: number }]
    expect(accuracy).toBeGreaterThan(0.91)
    const found = await json('evaluate', '--data', digits!, '--from', 'real.safetensors')
    expect(found['accuracy']).toBeCloseTo(accuracy, 6)
  })
})
