import fc from 'fast-check'
import { parseItems, parseRatings } from '@onecycle/collab'
import { readCsv } from '@onecycle/collab/node'
import { parseMoviesCsv, parseMoviesDat } from '../../../packages/collab/src/movielens/parse-movies.ts'
import { editedBytes } from '../edit-bytes.ts'
import type { Target } from '../target.ts'

const encode = (text: string) => new TextEncoder().encode(text)

const field = fc.oneof(
  fc.nat({ max: 50 }).map(String),
  fc.constantFrom(
    '', ' ', '0', '-1', '3.5', '1e400', 'NaN', 'Infinity', '9007199254740993', '2147483648', '.', '1.2.3',
    '"', '""', '"a,b"', '"a""b"', '"a\nb"', '\0', '\ufeff', '\ud800', '__proto__', 'constructor', '0x10', '1_000',
    '2024-05-31T18:00:00Z', '2024-13-99', 'x'.repeat(3_000), '1'.repeat(400), '::', '|', '\t', ',',
  ),
  fc.string({ maxLength: 8 }),
) // prettier-ignore

/** Lines of fields, nearly right and wrong. */
const table = (delimiter: string, header: string | null, columns: number): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.array(fc.array(field, { minLength: columns - 1, maxLength: columns + 1 }), { maxLength: 20 }),
      fc.constantFrom('\n', '\r\n', '\r', '\n\n'),
      fc.boolean(),
    )
    .map(([rows, lineEnd, isEnded]) => {
      const lines = rows.map((row) => row.join(delimiter))
      const text = [...(header === null ? [] : [header]), ...lines].join(lineEnd)
      return encode(isEnded ? text + lineEnd : text)
    })

const csv = encode(
  'user,item,rating,timestamp\n1,10,3.5,881250949\n2,"Fargo, 1996",4,881250950\n2,11,1,881250951\n',
)
const data = encode('196\t242\t3\t881250949\n186\t302\t3\t891717742\n22\t377\t1\t878887116\n')
const item = (id: number) =>
  `${id}|Film ${id} (1995)|01-Jan-1995||http://example.org/${id}|${Array.from({ length: 19 }, (_, i) => Number(i === id)).join('|')}\n`
const items = encode(item(1) + item(2) + item(3))
const moviesCsv = encode(
  'movieId,title,genres\n1,Toy Story (1995),Animation|Comedy\n2,"American President, The (1995)",Drama\n',
)
const moviesDat = encode('1::Toy Story (1995)::Animation|Comedy\n2::Jumanji (1995)::Adventure\n')

const read = (options: object) => (input: Uint8Array) =>
  readCsv(
    (async function* () {
      yield input
    })(),
    options,
  )

/** CSV and the text files of MovieLens. */
export const textFiles: readonly Target[] = [
  {
    name: 'CSV, with names',
    inputs: fc.oneof(editedBytes([csv]), table(',', 'user,item,rating,timestamp', 4)),
    parse: read({ timestamp: 'timestamp' }),
  },
  {
    name: 'CSV, bad rows skipped',
    inputs: fc.oneof(editedBytes([csv]), table(',', null, 3)),
    parse: read({ user: 0, item: 1, rating: 2, onBadRow: 'skip' }),
  },
  {
    name: 'u.data',
    inputs: fc.oneof(editedBytes([data]), table('\t', null, 4)),
    parse: (input) => parseRatings(input),
  },
  {
    name: 'u.item',
    inputs: fc.oneof(editedBytes([items]), table('|', null, 24)),
    parse: (input) => parseItems(input),
  },
  {
    name: 'movies.csv',
    inputs: fc.oneof(editedBytes([moviesCsv]), table(',', 'movieId,title,genres', 3)),
    parse: (input) => parseMoviesCsv(input),
  },
  {
    name: 'movies.dat',
    inputs: fc.oneof(editedBytes([moviesDat]), table('::', null, 3)),
    parse: (input) => parseMoviesDat(input),
  },
]
