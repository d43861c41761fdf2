import type { Route } from 'next'
import Link from 'next/link'
import type { Recipe } from '../lib/recipe.ts'
import { format, texts } from '../lib/texts.ts'
import type { Run } from '../server/runs.ts'
import { PostForm } from './post-form.tsx'

const { runs: words } = texts.train

interface Props {
  readonly runs: readonly Run[]
  /** The version that serves, and the one that a roll back would let serve. */
  readonly serving: number | null
  readonly before: number | null
  readonly compared: readonly number[]
  readonly mayChange: boolean
}

/** The runs with their models: what to compare, to let serve, to download. */
export const RunTable = ({ runs, serving, before, compared, mayChange }: Props) => (
  <>
    <form id="compare" action="/train#comparison" method="get" className="run-buttons">
      <button type="submit" className="quiet">
        {words.compare}
      </button>
    </form>
    {before !== null && mayChange && (
      <PostForm className="run-buttons" action="/api/models/roll-back" back="/train#runs">
        <button type="submit" className="quiet">
          {words.rollBack(before)}
        </button>
      </PostForm>
    )}
    <div className="table-frame" role="region" aria-label={words.caption} tabIndex={0}>
      <table className="run-table">
        <caption className="unseen">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{words.columns.compare}</span>
            </th>
            <th scope="col">{words.columns.run}</th>
            <th scope="col">{words.columns.recipe}</th>
            <th scope="col">{words.columns.valid}</th>
            <th scope="col">{words.columns.model}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <input
                  type="checkbox"
                  name="compare"
                  value={run.id}
                  form="compare"
                  defaultChecked={compared.includes(run.id)}
                  aria-label={words.compareRun(run.id)}
                />
              </td>
              <th scope="row">
                <Link href={`/train?run=${run.id}#training` as Route}>{run.id}</Link>{' '}
                <small>{words.statuses[run.status]}</small>
              </th>
              <td className="run-recipe">
                {shortRecipe(run.recipe)}{' '}
                <small>
                  {format.date(run.created)}
                  {run.model && ` · ${run.model.card.device}`}
                </small>
              </td>
              <td className="run-loss" data-label={words.columns.valid}>
                {run.model && format.loss(run.model.card.validLoss)}
              </td>
              <td>
                <ModelCell run={run} serving={serving} mayChange={mayChange} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </>
)

interface CellProps {
  readonly run: Run
  readonly serving: number | null
  readonly mayChange: boolean
}

function ModelCell({ run: { model }, serving, mayChange }: CellProps) {
  if (!model) return null
  const { version, file, card } = model
  return (
    <div className="run-model">
      <span>
        {words.version(version)} {version === serving && <strong className="serves">{words.serves}</strong>}
        {file === null && <small>{words.removed}</small>}
        {card.recipe.model === 'network' && <small>{words.cannotServe}</small>}
      </span>
      {file !== null && (
        <a href={`/api/models/${version}/file`} download aria-label={words.downloadModel(version)}>
          {words.download}
        </a>
      )}
      {file !== null && version !== serving && mayChange && card.recipe.model === 'dot-bias' && (
        <PostForm action={`/api/models/${version}/promote`} back="/train#runs">
          <button type="submit" className="quiet small" aria-label={words.promoteModel(version)}>
            {words.promote}
          </button>
        </PostForm>
      )}
    </div>
  )
}

export const shortRecipe = ({ model, nFactors, epochs, lr, wd }: Recipe): string =>
  (model === 'network' ? `${words.network}, ` : '') + words.recipe(nFactors, epochs, lr, wd)
