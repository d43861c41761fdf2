import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DownloadProgress } from '@onecycle/learner/node'
import { mnist, mnistFrom, type MnistOptions } from './mnist.ts'
import { mnistTestFolder } from './test-data.ts'

/** IDX of `count` images: all pixels of image i are i; its label is i % 10. */
const imagesOf = (count: number) =>
  Uint8Array.of(
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    count,
    0,
    0,
    0,
    28,
    0,
    0,
    0,
    28,
    ...Array.from({ length: count * 784 }, (_, at) => Math.floor(at / 784)),
  )
const labelsOf = (count: number) =>
  Uint8Array.of(0, 0, 8, 1, 0, 0, 0, count, ...Array.from({ length: count }, (_, i) => i % 10))

const files: Record<string, Uint8Array> = {
  'train-images-idx3-ubyte.gz': gzipSync(imagesOf(30)),
  'train-labels-idx1-ubyte.gz': gzipSync(labelsOf(30)),
  't10k-images-idx3-ubyte.gz': gzipSync(imagesOf(20)),
  't10k-labels-idx1-ubyte.gz': gzipSync(labelsOf(20)),
}
const allNames = Object.keys(files)
const testNames = allNames.slice(2)
const pickle = await readFile(new URL('../fixtures/python2-protocol2.pkl', import.meta.url))

let root: string
let cacheDir: string
let server: Server | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mnist-'))
  cacheDir = join(root, 'cache')
  vi.stubEnv('ONECYCLE_DATA', undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(null)))
  server = undefined
  await rm(root, { recursive: true })
})

async function folderWith(contents: Record<string, Uint8Array>): Promise<string> {
  const folder = join(root, 'data', 'mnist')
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content)
  return folder
}
const some = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, files[name]!]))

describe('mnist from a folder', () => {
  it('reads the four files: those of train for training, t10k for validation', async () => {
    const dir = await folderWith(files)
    const { train, valid, source } = await mnist({ dir })
    expect([train.images.shape, valid.images.shape]).toEqual([[30, 784], [20, 784]]) // prettier-ignore
    expect(train.images.data[784 * 5]).toBe(Math.fround(5 / 255))
    expect([...valid.labels.data]).toEqual(Array.from({ length: 20 }, (_, i) => i % 10))
    expect(source).toMatchObject({
      kind: 'mnist',
      name: 'MNIST: 30 training digits, 20 test digits',
      location: dir,
    })
  })

  it('reads plain files as well as packed ones', async () => {
    const dir = await folderWith({
      't10k-images-idx3-ubyte': imagesOf(10),
      't10k-labels-idx1-ubyte.gz': gzipSync(labelsOf(10)),
    })
    expect((await mnist({ dir })).train.labels.data).toHaveLength(8)
  })

  it('splits the test digits where they are alone, images with their labels', async () => {
    const { train, valid, source } = await mnist({ dir: await folderWith(some(testNames)) })
    expect(source.name).toBe('MNIST: 16 of the test digits for training, 4 for validation')
    const seen = [train, valid].flatMap(({ images, labels }) =>
      Array.from(labels.data, (label, i) => {
        const image = Math.round(images.data[i * 784]! * 255)
        expect(label).toBe(image % 10)
        return image
      }),
    )
    expect(seen.sort((a, b) => a - b)).toEqual([...Array(20).keys()])
  })

  it.each([['mnist.pkl', pickle], ['mnist.pkl.gz', gzipSync(pickle)]])('reads the course’s %s', async (name, content) => {
    const { train, valid, source } = await mnist({ dir: await folderWith({ ...some(testNames), [name]: content }) })
    expect([train.labels.data.length, valid.labels.data.length]).toEqual([3, 2])
    expect(source.name).toBe('MNIST: 3 training digits, 2 validation digits (mnist.pkl)')
  }) // prettier-ignore

  it.each<[string, Record<string, Uint8Array>, string]>([
    ['files of different length', { ...some(testNames), 't10k-labels-idx1-ubyte.gz': labelsOf(19) }, 'there are 20 images, but 19 labels'],
    ['images in place of labels', { ...some(testNames), 't10k-labels-idx1-ubyte.gz': imagesOf(20) }, 'labels have shape [20, 28, 28]; expected [n]'],
    ['images of another size', { ...some(testNames), 't10k-images-idx3-ubyte.gz': Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9) }, 'images have shape [1, 1, 1]'],
    ['labels beyond 9', { ...some(testNames), 't10k-labels-idx1-ubyte.gz': labelsOf(20).with(8, 10) }, 'label 0 is 10; expected 0 to 9'],
    ['a broken pickle', { 'mnist.pkl.gz': gzipSync(Buffer.from('cos\nsystem\n')) }, 'it asks for os.system, which arrays do not need'],
    ['a pickle that is cut', { 'mnist.pkl.gz': gzipSync(pickle).subarray(0, 500) }, 'its gzip packing is broken'],
  ])('refuses %s', async (_, contents, message) => {
    await expect(mnist({ dir: await folderWith(contents) })).rejects.toThrow(message)
  }) // prettier-ignore

  it('says where it looked and what to do, in one error', async () => {
    vi.stubEnv('ONECYCLE_DATA', join(await folderWith(some(testNames.slice(1))), '..'))
    await expect(mnist({ cacheDir, download: false })).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      message: expect.stringMatching(/^MNIST was not found in: .*data\/mnist \(lacks IDX files \(.*\) or mnist.pkl.gz\); .*cache\/mnist .*Downloading is switched off\. .* or use sampleDigits\(\), which needs no files\.$/) as string,
    }) // prettier-ignore
  })
})

describe('mnist by download', () => {
  const described = allNames.map((name) => ({
    name,
    md5: createHash('md5').update(files[name]!).digest('hex'),
    bytes: files[name]!.length,
  }))
  const send: RequestListener = (request, response) => response.end(files[request.url!.slice(1)])

  async function fromServer(answer: RequestListener, options: MnistOptions = {}, list = described) {
    server = createServer(answer)
    await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
    return mnistFrom(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, list, {
      cacheDir,
      ...options,
    })
  }

  it('fetches the four files once, with progress over all of them', async () => {
    const progress: DownloadProgress[] = []
    const { train, source } = await fromServer(send, { onProgress: (now) => progress.push(now) })
    expect(train.labels.data).toHaveLength(30)
    expect(source.location).toBe(join(cacheDir, 'mnist'))
    const totalBytes = described.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(progress.at(-1)).toEqual({ receivedBytes: totalBytes, totalBytes })
    expect(await readdir(cacheDir)).toEqual(['mnist'])
    expect((await readdir(join(cacheDir, 'mnist'))).sort()).toEqual([...allNames].sort())
    expect((await mnist({ cacheDir, download: false })).train).toEqual(train)
  })

  it('leaves nothing behind when one file has another checksum', async () => {
    const list = described.map((file, i) => (i === 2 ? { ...file, md5: 'abc' } : file))
    await expect(fromServer(send, {}, list)).rejects.toThrow(
      /its MD5 checksum is \w+; expected abc\. Get the \.gz files/,
    )
    expect(await readdir(cacheDir)).toEqual([])
  })

  it('leaves nothing behind when it is aborted', async () => {
    const abort = new AbortController()
    const answer: RequestListener = (request, response) => {
      if (request.url!.includes('t10k')) abort.abort(new Error('closed by the user'))
      send(request, response)
    }
    await expect(fromServer(answer, { signal: abort.signal })).rejects.toThrow('closed by the user')
    expect(await readdir(cacheDir)).toEqual([])
  })
})

const folder = mnistTestFolder()
describe.runIf(folder)('mnist on the real test digits', () => {
  it('has 8,000 and 2,000 of them, every digit in both, as dark as MNIST is', async () => {
    const { train, valid, source } = await mnist({ dir: folder! })
    expect(source.name).toBe('MNIST: 8,000 of the test digits for training, 2,000 for validation')
    for (const { labels } of [train, valid]) expect(new Set(labels.data).size).toBe(10)
    // Published mean of the 10,000: 0.1325.
    const sum = [train, valid].reduce((total, { images }) => images.data.reduce((a, b) => a + b, total), 0)
    expect(sum / (10_000 * 784)).toBeCloseTo(0.1325, 3)
  })
})
