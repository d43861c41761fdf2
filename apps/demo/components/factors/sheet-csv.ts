import type { RatingBlock } from '@onecycle/collab'
import { predictSheet, type FactorSheet } from '@onecycle/collab/worksheet'
import { texts } from '../../lib/texts.ts'
import { toCsv } from '../../lib/to-csv.ts'

const { factors } = texts

/** The sheet as it stands on the page, with full digits: films above, users below; then the ratings. */
export function sheetCsv(block: RatingBlock, sheet: FactorSheet): string {
  const { userFactors, itemFactors, biases } = sheet
  const names = itemFactors[0]!.map((_, k) => factors.factor(k + 1))
  const columns = biases ? [...names, factors.bias] : names
  const room = columns.map(() => null)
  return toCsv([
    [null, ...room, ...block.items],
    ...names.map((name, k) => [name, ...room, ...itemFactors.map((values) => values[k]!)]),
    ...(biases ? [[factors.bias, ...room, ...biases.items]] : []),
    [factors.user, ...columns, ...block.items],
    ...predictSheet(sheet).map((predictions, user) => [
      block.users[user]!,
      ...userFactors[user]!,
      ...(biases ? [biases.users[user]!] : []),
      ...predictions,
    ]),
    [factors.ratingWord, ...room, ...block.items],
    ...block.ratings.map((ratings, user) => [block.users[user]!, ...room, ...ratings]),
  ])
}
