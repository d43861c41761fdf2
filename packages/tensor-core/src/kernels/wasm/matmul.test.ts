import { beforeAll, expect, it } from 'vitest'
import { initBackend, tf } from '../../backend.ts'
import { expectNoLeak } from '../../expect-no-leak.ts'
import { Generator } from '../../random.ts'

beforeAll(() => initBackend(['wasm']))

const rng = new Generator(1)
const normals = (rows: number, columns: number) =>
  Float32Array.from({ length: rows * columns }, () => rng.normal())

/** c[i, j] = sum_l a(i, l) b(l, j), in float64. */
const reference = (
  m: number,
  n: number,
  k: number,
  a: (i: number, l: number) => number,
  b: (l: number, j: number) => number,
) =>
  Array.from({ length: m * n }, (_, at) => {
    let sum = 0
    for (let l = 0; l < k; l++) sum += a(Math.floor(at / n), l) * b(l, at % n)
    return sum
  })

const sizes = [1, 2, 3, 4, 5, 7, 16, 17, 33]

it.each(sizes.flatMap((m) => sizes.map((n) => [m, n, sizes[(m + n) % sizes.length]!])))(
  'products of [%d, %d] over %d are right, with either side transposed',
  async (m, n, k) => {
    await expectNoLeak(() => {
      const check = (transposeA: boolean, transposeB: boolean) => {
        const a = transposeA ? normals(k, m) : normals(m, k)
        const b = transposeB ? normals(n, k) : normals(k, n)
        const c = tf.tidy(() =>
          tf.matMul(
            tf.tensor2d(a, transposeA ? [k, m] : [m, k]),
            tf.tensor2d(b, transposeB ? [n, k] : [k, n]),
            transposeA,
            transposeB,
          ),
        )
        const expected = reference(
          m,
          n,
          k,
          (i, l) => (transposeA ? a[l * m + i]! : a[i * k + l]!),
          (l, j) => (transposeB ? b[j * k + l]! : b[l * n + j]!),
        )
        expect(c.shape).toEqual([m, n])
        const values = c.dataSync()
        expect(Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(1e-5)
        c.dispose()
      }
      check(false, true)
      check(true, false)
      check(false, false)
      check(true, true)
    })
  },
)

it('batches of matrices still work', () => {
  const product = tf.tidy(() =>
    Array.from(tf.matMul(tf.ones([2, 3, 4]), tf.ones([2, 5, 4]), false, true).dataSync()),
  )
  expect(product).toEqual(Array(30).fill(4))
})
