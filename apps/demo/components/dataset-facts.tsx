import type { DatasetRecord } from '../lib/dataset-record.ts'
import { format, texts } from '../lib/texts.ts'

const { data } = texts.home

/** How large the ratings are, and where they come from. */
export const DatasetFacts = ({ dataset }: { readonly dataset: DatasetRecord }) => (
  <>
    <ul className="figures">
      {(['users', 'films', 'ratings'] as const).map((name) => (
        <li key={name}>
          <strong>{format.count(dataset[name])}</strong> {data[name]}
        </li>
      ))}
    </ul>
    <dl className="facts facts-wide">
      <div>
        <dt>{data.source}</dt>
        <dd>
          {dataset.name} <span className="where">{dataset.location}</span>
        </dd>
      </div>
      {dataset.citation !== null && (
        <div>
          <dt>{data.citation}</dt>
          <dd>{dataset.citation}</dd>
        </div>
      )}
    </dl>
  </>
)
