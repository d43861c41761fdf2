import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movieLens100kTestFolder } from './test-data.ts'

const program = fileURLToPath(new URL('cli.ts', import.meta.url))
let folder: string

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the command line as a process of its own, in the test's folder. */
function run(
  args: readonly string[],
  onErr?: (err: string, child: ReturnType<typeof start>) => void,
): Promise<Ended> {
  const child = start(args)
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text
    onErr?.(ended.err, child)
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })))
}

const start = (args: readonly string[]) =>
  spawn(process.execPath, ['--conditions=source', program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const json = async (...args: string[]): Promise<unknown> => {
  const { code, out, err } = await run([...args, '--json'])
  expect([code, out.trim().split('\n').length], err).toEqual([0, 1])
  return JSON.parse(out)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'))
  // Even users like even films, odd ones odd.
  const rows = Array.from({ length: 60 * 40 }, (_, i) => [Math.floor(i / 40), i % 40] as const)
    .filter(([user, film]) => (user * 7 + film * 3) % 5 > 0)
    .map(([user, film]) => `film ${film},${user},${user % 2 === film % 2 ? 5 : 1},${880_000_000 + user}`)
  await writeFile(join(folder, 'ratings.csv'), `movieId,userId,rating,timestamp\n${rows.join('\n')}\n`)
  await writeFile(join(folder, 'bad.csv'), `user,item,rating\n1,2,3\n1,3,x\n1,4,\n`)
  const { code, err } = await run(['train', 'ratings.csv', '--epochs', '8', '--factors', '8', '--lr', '2e-2'])
  expect([code, err.match(/epoch \d\/8/g)?.length], err).toEqual([0, 8])
})
afterAll(() => rm(folder, { recursive: true }))

describe('onecycle-collab train', () => {
  it('tells of each epoch and writes the model', async () => {
    const { code, out } = await run(['train', 'ratings.csv', '--epochs', '2', '--split', 'time', '-q', '-o', 'two.safetensors'])
    expect(code).toBe(0)
    expect(out).toMatch(/^epoch +train +valid +rmse +mae +seconds\n/)
    expect(out).toContain('two.safetensors: 54 users, 40 items, 40 factors, from 1920 ratings\n')
  }) // prettier-ignore

  it('prints JSON, nothing else, and the same for the same seed', async () => {
    const args = ['train', 'ratings.csv', '--epochs', '2', '--factors', '4', '--out', 'json.safetensors']
    const [first, second] = [await json(...args), await json(...args)] as Record<string, unknown>[]
    expect(first).toMatchObject({ out: 'json.safetensors', ratings: 1_920, skipped: 0, users: 60, items: 40 })
    const losses = (found: typeof first) =>
      (found!['epochs'] as { validLoss: number }[]).map(({ validLoss }) => validLoss)
    expect(losses(first)).toHaveLength(2)
    expect(losses(second)).toEqual(losses(first))
  })

  it('leaves the last good model when Ctrl-C comes', async () => {
    const args = ['train', 'ratings.csv', '--epochs', '100000', '--out', 'stopped.safetensors']
    const { code, err, out } = await run(args, (text, child) => {
      if (text.includes('epoch 3/') && !child.killed) child.kill('SIGINT')
    })
    expect([code, out]).toEqual([130, ''])
    expect(err).toMatch(/interrupted: stopped.safetensors has the model of epoch \d+ of 100000\n$/)
    expect(await json('recommend', 'stopped.safetensors', '--user', '2')).toHaveProperty('recommendations')
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('onecycle-collab with a model', () => {
  it('evaluates', async () => {
    const found = (await json('evaluate', 'model.safetensors', 'ratings.csv')) as Record<string, number>
    expect(found).toMatchObject({ rows: 1_920, unknownRows: 0 })
    expect(found['rmse']).toBeLessThan(1)
    expect((await run(['evaluate', 'model.safetensors', 'ratings.csv'])).out).toMatch(/^rmse +mae +ratings/)
  })

  it('recommends what the user likes and has not rated', async () => {
    const found = (await json('recommend', 'model.safetensors', '--user', '2', '-n', '3')) as {
      user: number
      recommendations: { item: string; score: number; ratings: number }[]
    }
    expect([found.user, found.recommendations.length]).toEqual([2, 3])
    for (const { item } of found.recommendations) expect(Number(item.slice(5)) % 2).toBe(0)
    const { out } = await run(['recommend', 'model.safetensors', '--user', '2', '-n', '3'])
    expect(out.split('\n')[2]).toContain(found.recommendations[0]!.item)
  })

  it('explains a score by parts that add up', async () => {
    const found = (await json('explain', 'model.safetensors', '--user', '2', '--item', 'film 4')) as {
      raw: number
      global: number
      userBias: number
      itemBias: number
      factors: number[]
    }
    const { raw, global, userBias, itemBias, factors } = found
    expect(factors.reduce((sum, value) => sum + value, global + userBias + itemBias)).toBeCloseTo(raw, 4)
    const { out } = await run(['explain', 'model.safetensors', '--user', '2', '--item', 'film 4'])
    expect(out).toContain('the other 3 factors')
  })

  it('lists biases', async () => {
    const found = (await json('bias', 'model.safetensors', '-n', '4')) as Record<'lowest' | 'highest', { bias: number }[]>
    expect([found.lowest.length, found.highest.length]).toEqual([4, 4])
    expect(found.lowest[0]!.bias).toBeLessThan(found.highest[0]!.bias)
    expect((await run(['bias', 'model.safetensors'])).out).toMatch(/^Lowest:\nitem +bias +mean rating\n[^]*\n\nHighest:\n/)
  }) // prettier-ignore
})

describe('onecycle-collab, called wrongly or in vain', () => {
  it.each([
    [[], 'Recommendations from ratings.'],
    [['--help'], 'onecycle-collab <command> --help tells more.'],
    [['help', 'bias'], 'Usage: onecycle-collab bias <model> [options]'],
    [['train', '--help'], '--epochs <n>'],
  ])('helps: %j', async (args, text) => {
    const { code, out } = await run(args)
    expect(code).toBe(0)
    expect(out).toContain(text)
  })

  it.each([
    [['foo'], 'there is no command "foo"; expected train, evaluate, recommend, explain, bias'],
    [['train'], 'expected <ratings>; found none'],
    [['train', 'a.csv', 'b.csv'], 'expected <ratings>; found a.csv b.csv'],
    [['train', 'ratings.csv', '--epochs', '1.5'], '--epochs is 1.5; expected an integer of at least 1'],
    [['train', 'ratings.csv', '--valid', '1'], '--valid is 1; expected a number of at least 0 and under 1'],
    [['train', 'ratings.csv', '--split', 'best'], '--split is best; expected random or numpy or time'],
    [['train', 'ratings.csv', '--y-range', '5,1'], '--y-range is 5,1; expected low,high with low < high'],
    [['train', 'ratings.csv', '--epoch', '5'], "Unknown option '--epoch'"],
    [['recommend', 'model.safetensors'], '--user is missing'],
  ])('says what is wrong with the call %j, with status 2', async (args, message) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`onecycle-collab: ${message}`)
    expect(err.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    [['train', 'none.csv'], 'cannot read none.csv: there is no such file or folder'],
    [['train', '.'], '. is no folder of MovieLens'],
    [['train', 'bad.csv'], 'bad.csv line 3: rating is "x"; expected a finite number (the first of 2 bad rows in 3'],
    [['train', 'ratings.csv', '--user-column', 'who'], 'ratings.csv has no column "who" for the user'],
    [['train', 'ratings.csv', '-q', '--epochs', '1', '--out', 'no/such/folder'], 'cannot write no/such/folder: '],
    [['evaluate', 'none.safetensors', 'ratings.csv'], 'cannot read the model none.safetensors: there is no such file'],
    [['evaluate', 'ratings.csv', 'ratings.csv'], 'cannot read the model ratings.csv: '],
    [['recommend', 'model.safetensors', '--user', 'nobody'], 'user "nobody" is not among the 60 users'],
  ])('fails in one line with status 1: %j', async (args, message) => {
    const { code, out, err } = await run(args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(`onecycle-collab: ${message}`)
    expect(err.trim().split('\n')).toHaveLength(1)
  }) // prettier-ignore

  it('leaves bad rows out when told to', async () => {
    const args = [
      'train',
      'bad.csv',
      '--skip-bad-rows',
      '--batch-size',
      '1',
      '--valid',
      '0',
      '--epochs',
      '1',
      '-q',
    ]
    const { code, out } = await run([...args, '-o', 'tiny.safetensors'])
    expect(code).toBe(0)
    expect(out).toContain('2 bad rows were left out; the first: line 3: rating is "x"')
  })
})

const movies = movieLens100kTestFolder()
describe.runIf(movies)('onecycle-collab on MovieLens 100k', () => {
  it('skips no rows of a folder', async () => {
    const { code, err } = await run(['train', movies!, '--skip-bad-rows'])
    expect(code).toBe(2)
    expect(err).toContain('--skip-bad-rows is for files of rows')
  })

  it('trains on the folder by the lesson’s split, and on u.data alone', async () => {
    const lesson = (await json('train', movies!, '--split', 'numpy', '-q', '-o', 'lesson.safetensors')) as {
      users: number
      items: number
      epochs: { validLoss: number }[]
    }
    expect([lesson.users, lesson.items]).toEqual([943, 1_653])
    expect(lesson.epochs.at(-1)!.validLoss).toBeGreaterThan(0.805)
    expect(lesson.epochs.at(-1)!.validLoss).toBeLessThan(0.825)
    const rated = await json('recommend', 'lesson.safetensors', '--user', '196', '-n', '10')
    expect((rated as { recommendations: unknown[] }).recommendations).toHaveLength(10)

    const args = ['train', join(movies!, 'u.data'), '--epochs', '1', '-q', '-o', 'ids.safetensors']
    expect(await json(...args)).toMatchObject({ ratings: 100_000, users: 943 })
  })
})
