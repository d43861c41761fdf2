import type { DigitAnswer } from '../../lib/digit-answer.ts'
import { format, texts } from '../../lib/texts.ts'
import { DataTable } from '../data-table.tsx'
import { Figure } from '../figure.tsx'
import { Pixels } from './pixels.tsx'

const { mnist } = texts

/** As many numbers stand in a line, where a layer has no places. */
const perLine = 10

/** What comes out of each layer for the digit that is drawn: as pictures, darkest where it is largest. */
export const Activations = ({ answer: { layers, model } }: { readonly answer: DigitAnswer }) => (
  <section className="activations" aria-labelledby="activations">
    <h2 id="activations">{mnist.activations.title}</h2>
    <Figure
      caption={mnist.activations.notes[model]}
      table={
        <DataTable
          caption={mnist.activations.table}
          columns={mnist.activations.columns}
          rows={layers.map(({ name, values }) => [
            name,
            format.count(values.length),
            format.percent(values.filter((value) => value > 0).length / values.length),
            ...[Math.min(...values), mean(values), Math.max(...values)].map(format.coordinate),
          ])}
        />
      }
    >
      <ol>
        {layers.map(({ name, count, height, width, values }) => {
          const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1
          const shades = values.map((value) => value / most)
          const places = height * width
          const isRow = height === 1
          return (
            <li key={name}>
              <h3>{mnist.activations.layer(name, isRow ? [width] : [count, height, width])}</h3>
              <div className={isRow ? 'maps maps-row' : 'maps'}>
                {isRow ? (
                  <Pixels values={shades} width={Math.min(width, perLine)} />
                ) : (
                  Array.from({ length: count }, (_, i) => (
                    <Pixels key={i} values={shades.slice(i * places, (i + 1) * places)} width={width} />
                  ))
                )}
              </div>
            </li>
          )
        })}
      </ol>
    </Figure>
  </section>
)

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
