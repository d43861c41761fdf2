import type { Epoch } from '../lib/run-events.ts'
import { format, texts } from '../lib/texts.ts'

const { table } = texts.training

interface Props {
  readonly epochs: readonly Epoch[]
  readonly of: number
}

/** Losses by epoch, with lines kept free for the epochs to come, so that nothing jumps. */
export const EpochTable = ({ epochs, of }: Props) => {
  if (of === 0) return null
  const classes = epochs.some(({ accuracy }) => accuracy !== undefined)
  return (
    <table className="epochs">
      <caption className="unseen">{table.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{table.epoch}</th>
          <th scope="col">{table.train}</th>
          <th scope="col">{table.valid}</th>
          {classes && <th scope="col">{table.accuracy}</th>}
          <th scope="col">{table.time}</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: of }, (_, i) => {
          const epoch = epochs[i]
          return (
            <tr key={i}>
              <th scope="row">{i + 1}</th>
              <td>{epoch && format.loss(epoch.trainLoss)}</td>
              <td>{epoch && format.loss(epoch.validLoss)}</td>
              {classes && <td>{epoch?.accuracy !== undefined && format.percent(epoch.accuracy)}</td>}
              <td>{epoch && format.seconds(epoch.seconds)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
