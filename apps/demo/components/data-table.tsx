import type { ReactNode } from 'react'

interface Props {
  readonly caption: string
  /** Where a heading or a summary says the caption already. */
  readonly hideCaption?: boolean
  /** The first column names the rows; the others hold numbers. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
}

/** Rows of numbers, each with its name. It scrolls within itself where it is too wide. */
export const DataTable = ({ caption, hideCaption = false, columns, rows }: Props) => (
  <div className="table-frame" role="region" aria-label={caption} tabIndex={0}>
    <table className="data-table">
      <caption className={hideCaption ? 'unseen' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...values], row) => (
          <tr key={row}>
            <th scope="row">{name}</th>
            {values.map((value, i) => (
              <td key={i}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
