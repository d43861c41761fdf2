import { open, stat } from 'node:fs/promises'
import { OnecycleError } from '@onecycle/tensor-core'
import type { ReadRatings } from '@onecycle/collab'
import { movieLens, readCsv, type CsvColumn } from '@onecycle/collab/node'
import { usageError, type Arguments, type Options } from '@onecycle/learner/node'

/** How ratings are read: shared by the commands that take them. */
export const RATINGS_OPTIONS: Options = {
  format: {
    type: 'string',
    value: 'auto|movielens|csv',
    default: 'auto',
    help: 'a folder of MovieLens, or a file of rows',
  },
  'user-column': { type: 'string', value: 'name', help: 'name in the header, or number from 0 without one' },
  'item-column': { type: 'string', value: 'name', help: 'likewise' },
  'rating-column': { type: 'string', value: 'name', help: 'likewise' },
  'timestamp-column': { type: 'string', value: 'name', help: 'likewise; for --split time' },
  delimiter: {
    type: 'string',
    value: 'text',
    help: 'between two fields; found in the first line if not given',
  },
  'skip-bad-rows': { type: 'boolean', help: 'leave bad rows out and count them' },
}

export interface LoadedRatings extends ReadRatings {
  /** For the model's metadata. */
  readonly name: string
}

const NAMES = {
  user: ['user', 'userid', 'user_id'],
  item: ['item', 'itemid', 'item_id', 'movieid', 'movie_id', 'title'],
  rating: ['rating', 'score', 'stars'],
  timestamp: ['timestamp', 'time', 'date'],
} as const
const DELIMITERS = ['::', '\t', ';', ',']
const MOST_LINE_BYTES = 65_536

/**
 * Reads the ratings that a command line names: a folder of MovieLens, or a file of rows with or without a
 * header (u.data and ratings.dat are such files).
 *
 * @param withTime whether timestamps are needed
 */
export async function loadRatings(
  path: string,
  args: Arguments,
  { withTime = false }: { withTime?: boolean } = {},
): Promise<LoadedRatings> {
  const format = args.choice('format', ['auto', 'movielens', 'csv'])
  const found = await stat(path).catch(() => null)
  if (!found)
    throw new OnecycleError('BAD_FILE', `cannot read ${path}: there is no such file or folder`, { path })
  if (format === 'movielens' || (format === 'auto' && found.isDirectory())) {
    if (args.has('skip-bad-rows'))
      throw usageError(
        '--skip-bad-rows is for files of rows; a folder of MovieLens is read whole or not at all',
      )
    const { ratings, source } = await movieLens(path)
    return { ratings, skipped: { count: 0, first: [] }, name: source.name }
  }
  const line = await firstLine(path)
  const delimiter =
    args.text('delimiter')?.replace('\\t', '\t') ?? DELIMITERS.find((text) => line.includes(text)) ?? ','
  const columns = columnsOf(line.split(delimiter), args, withTime || args.has('timestamp-column'))
  const onBadRow = args.has('skip-bad-rows') ? 'skip' : 'throw'
  return { ...(await readCsv(path, { ...columns, delimiter, onBadRow })), name: path }
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_LINE_BYTES), 0, MOST_LINE_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '').split(/\r?\n/)[0]! // prettier-ignore
  } finally {
    await file.close()
  }
}

/** Columns as they were named, else as the first line suggests. */
function columnsOf(
  fields: readonly string[],
  args: Arguments,
  withTime: boolean,
): Partial<Record<string, CsvColumn>> {
  const names = fields.map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
  const hasHeader = !names.some((name) => /^-?\d+(\.\d+)?$/.test(name))
  const kinds = ['user', 'item', 'rating', ...(withTime ? (['timestamp'] as const) : [])] as const
  return Object.fromEntries(
    kinds.map((kind, place) => {
      const given = args.text(`${kind}-column`)
      if (given !== undefined)
        return [kind, /^\d+$/.test(given) && !names.includes(given) ? Number(given) : given]
      const found = names.find((name) => (NAMES[kind] as readonly string[]).includes(name.toLowerCase()))
      return [kind, hasHeader ? (found ?? kind) : place]
    }),
  )
}
