import { DataTable } from '../../components/data-table.tsx'
import { Page, Section } from '../../components/page.tsx'
import { texts } from '../../lib/texts.ts'
import type { Operation } from '../../server/api/endpoint.ts'
import { answerOf, parametersOf, typeOf } from '../../server/api/openapi.ts'
import { operations, type OperationName } from '../../server/api/operations.ts'

const { api } = texts

const all = Object.entries(operations) as [OperationName, Operation][]

const groups = [
  [api.reading, all.filter(([, { path }]) => /recommend|fold-in|similar|explain|predict|digit$/.test(path))],
  [api.changing, all.filter(([, { path }]) => /training|runs|models/.test(path))],
  [api.site, all.filter(([, { path }]) => !path.startsWith('/api'))],
] as const

export default function ApiPage() {
  return (
    <Page current="api" title={api.heading} lede={api.lede}>
      <p className="api-description">
        {api.description} <a href="/api/openapi.json">/api/openapi.json</a>
      </p>
      {groups.map(([title, members]) => (
        <Section key={title} id={title.toLowerCase().replaceAll(' ', '-')} title={title}>
          {members.map(([name, operation]) => (
            <Described key={name} name={name} operation={operation} />
          ))}
        </Section>
      ))}
    </Page>
  )
}

interface Props {
  readonly name: OperationName
  readonly operation: Operation
}

function Described({ name, operation }: Props) {
  const parameters = parametersOf(operation)
  const answer = answerOf(operation)
  const example = api.examples[name]
  const body = api.bodies[name]
  return (
    <section className="operation" id={name}>
      <h3>
        <code>
          <span className="method">{operation.method}</span> {operation.path}
        </code>
      </h3>
      <p>{api.operations[name]}</p>
      {example !== undefined && (
        <p>
          <a href={encodeURI(example)}>
            <code>{example}</code>
          </a>
        </p>
      )}
      {body !== undefined && (
        <p>
          <code>{body}</code>
        </p>
      )}
      {operation.changes && <p className="hint">{api.changes}</p>}
      {parameters.length > 0 && (
        <details>
          <summary>{api.parameters}</summary>
          <DataTable
            hideCaption
            caption={`${api.parameters}: ${operation.method} ${operation.path}`}
            columns={Object.values(api.columns)}
            rows={parameters.map(({ name: parameter, in: place, required, schema }) => {
              const { type, about } = typeOf(schema)
              return [
                <code key="name">{parameter}</code>,
                api.places[place],
                type,
                [...(required ? [api.required] : []), ...about].join(', '),
              ]
            })}
          />
        </details>
      )}
      {answer.length > 0 && (
        <details>
          <summary>{api.answer}</summary>
          <DataTable
            hideCaption
            caption={`${api.answer}: ${operation.method} ${operation.path}`}
            columns={[api.columns.name, api.columns.type, api.columns.about]}
            rows={answer.map(([part, schema]) => {
              const { type, about } = typeOf(schema)
              return [<code key="name">{part}</code>, type, about.join(', ')]
            })}
          />
        </details>
      )}
    </section>
  )
}
