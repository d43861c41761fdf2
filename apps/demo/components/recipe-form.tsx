import Link from 'next/link'
import { devices, modelKinds, recipeSchema, splits, type Recipe } from '../lib/recipe.ts'
import { texts } from '../lib/texts.ts'
import { PostForm } from './post-form.tsx'

const { recipe: words } = texts.train

/** What is in the form: the fields of a recipe as they were typed. */
export type RecipeFields = Readonly<Record<keyof Recipe, string>>

const choices = {
  model: modelKinds.map((value) => [value, words.models[value]] as const),
  split: splits.map((value) => [value, words.splits[value]] as const),
  device: devices.map((value) => [value, words.devices[value] ?? value] as const),
}

/** Limits of the numbers, for the browser; the site looks at them itself. */
const limits = {
  nFactors: { min: 1, max: 500, step: 1 },
  epochs: { min: 1, max: 50, step: 1 },
  lr: { min: 0, max: 1, step: 'any' },
  wd: { min: 0, max: 10, step: 'any' },
  batchSize: { min: 8, max: 8192, step: 1 },
  validPct: { min: 0.01, max: 0.9, step: 'any' },
  seed: { min: 0, max: 4_294_967_295, step: 1 },
} as const

const order = Object.keys(words.fields) as (keyof Recipe)[]

interface Props {
  readonly fields: RecipeFields
  /** What the trainer has; null before it has started. */
  readonly device: string | null
  /** Whether what is wrong with them is to be said. */
  readonly checked: boolean
  readonly disabled: boolean
}

/** Asks for a recipe, and starts a training or the lr finder with it. */
export const RecipeForm = ({ fields, device, checked, disabled }: Props) => (
  <PostForm className="recipe-form" action="/api/training" back="/train#training" goThere>
    <div className="recipe-fields">
      {order.map((name) => (
        <Field
          key={`${name} ${fields[name]}`}
          name={name}
          value={fields[name]}
          hint={name === 'device' && device ? words.fastest(device) : words.fields[name][1]}
          checked={checked}
        />
      ))}
    </div>
    <label className="serve">
      <input type="checkbox" name="serve" value="true" />
      {words.serve}
    </label>
    <div className="recipe-buttons">
      <button type="submit" disabled={disabled}>
        {words.start}
      </button>
      <button type="submit" className="quiet" formAction="/api/training/find-lr" disabled={disabled}>
        {words.find}
      </button>
      <Link href="/train">{words.preset}</Link>
    </div>
  </PostForm>
)

interface FieldProps {
  readonly name: keyof Recipe
  readonly value: string
  readonly hint: string
  readonly checked: boolean
}

function Field({ name, value, hint, checked }: FieldProps) {
  const [label] = words.fields[name]
  const problem = checked ? problemOf(name, value) : null
  const shared = { id: name, name, defaultValue: value, 'aria-describedby': `${name}-hint` }
  return (
    <div className={`field-${name}`}>
      <label htmlFor={name}>{label}</label>
      {isChoice(name) ? (
        <select {...shared}>
          {choices[name].map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          type="number"
          inputMode="decimal"
          required
          autoComplete="off"
          aria-invalid={problem !== null}
          {...limits[name]}
          {...shared}
        />
      )}
      <p className={problem === null ? 'hint' : 'hint problem'} id={`${name}-hint`}>
        {problem ?? hint}
      </p>
    </div>
  )
}

const isChoice = (name: keyof Recipe): name is keyof typeof choices => name in choices

function problemOf(name: keyof Recipe, value: string): string | null {
  const { error } = recipeSchema.shape[name].safeParse(value)
  return error ? words.invalid(error.issues.map(({ message }) => message).join(', ')) : null
}
