import type { CSSProperties } from 'react'
import type { RatingBlock } from '@onecycle/collab'
import type { FactorSheet } from '@onecycle/collab/worksheet'
import { format, texts } from '../../lib/texts.ts'
import { FactorCell } from './factor-cell.tsx'

const { factors } = texts

interface Props {
  readonly block: RatingBlock
  readonly sheet: FactorSheet
  /** `[users][items]` */
  readonly predictions: readonly (readonly number[])[]
  readonly onEdit: (sheet: FactorSheet) => void
}

/** As a matrix product is drawn: films above, users on the left, and where two meet their product. */
export function SheetTable({ block, sheet, predictions, onEdit }: Props) {
  const { userFactors, itemFactors, biases } = sheet
  const names = itemFactors[0]!.map((_, k) => factors.factor(k + 1))
  const userColumns = 1 + names.length + (biases ? 1 : 0)
  const editUser = (user: number, k: number) => (value: number) =>
    onEdit({ ...sheet, userFactors: replaced(userFactors, user, replaced(userFactors[user]!, k, value)) })
  const editItem = (item: number, k: number) => (value: number) =>
    onEdit({ ...sheet, itemFactors: replaced(itemFactors, item, replaced(itemFactors[item]!, k, value)) })

  return (
    <div className="table-frame" role="region" aria-label={factors.sheet} tabIndex={0}>
      <table className="sheet">
        <thead>
          <tr>
            <td className="sheet-corner" colSpan={userColumns} />
            {block.items.map((title) => (
              <th key={title} scope="col" className="sheet-film">
                <span title={String(title)}>{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, k) => (
            <tr key={name}>
              <th scope="row" colSpan={userColumns}>
                <span className="sheet-stays">{name}</span>
              </th>
              {itemFactors.map((values, item) => (
                <FactorCell
                  key={item}
                  label={factors.filmCell(String(block.items[item]), name)}
                  value={values[k]!}
                  onEdit={editItem(item, k)}
                />
              ))}
            </tr>
          ))}
          {biases && (
            <tr>
              <th scope="row" colSpan={userColumns}>
                <span className="sheet-stays">{factors.bias}</span>
              </th>
              {biases.items.map((bias, item) => (
                <FactorCell
                  key={item}
                  label={factors.filmCell(String(block.items[item]), factors.bias)}
                  value={bias}
                  onEdit={(value) =>
                    onEdit({ ...sheet, biases: { ...biases, items: replaced(biases.items, item, value) } })
                  }
                />
              ))}
            </tr>
          )}
        </tbody>
        <tbody>
          <tr className="sheet-names">
            <th scope="col">{factors.user}</th>
            {names.map((name, k) => (
              <th key={name} scope="col" aria-label={name}>
                {k + 1}
              </th>
            ))}
            {biases && <th scope="col">{factors.bias}</th>}
            <td colSpan={block.items.length} />
          </tr>
          {block.users.map((user, row) => (
            <tr key={user}>
              <th scope="row">{user}</th>
              {userFactors[row]!.map((value, k) => (
                <FactorCell
                  key={k}
                  label={factors.userCell(user, names[k]!)}
                  value={value}
                  onEdit={editUser(row, k)}
                />
              ))}
              {biases && (
                <FactorCell
                  label={factors.userCell(user, factors.bias)}
                  value={biases.users[row]!}
                  onEdit={(value) =>
                    onEdit({ ...sheet, biases: { ...biases, users: replaced(biases.users, row, value) } })
                  }
                />
              )}
              {predictions[row]!.map((prediction, item) => (
                <Prediction key={item} value={prediction} rating={block.ratings[row]![item]!} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** An error of so many stars has the full colour. */
const worst = 1.5

const Prediction = ({ value, rating }: { readonly value: number; readonly rating: number | null }) => {
  if (rating === null) return <td className="sheet-empty">{format.coordinate(value)}</td>
  const error = value - rating
  return (
    <td
      className={error > 0 ? 'sheet-high' : 'sheet-low'}
      style={{ '--error': Math.min(1, Math.abs(error) / worst).toFixed(2) } as CSSProperties}
    >
      {format.coordinate(value)}
      <small>
        <span className="unseen">{factors.ratingWord} </span>
        {format.rating(rating)}
      </small>
    </td>
  )
}

const replaced = <T,>(values: readonly T[], at: number, value: T): T[] => values.with(at, value)
