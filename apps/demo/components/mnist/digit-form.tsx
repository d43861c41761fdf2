import { digitModels, type DigitRecipe } from '../../lib/digit-recipe.ts'
import { texts } from '../../lib/texts.ts'
import { PostForm } from '../post-form.tsx'

const { form } = texts.mnist

interface Props {
  /** What the form begins with. */
  readonly recipe: DigitRecipe
  readonly disabled: boolean
}

/** Asks which model to train on digits, and how long. */
export const DigitForm = ({ recipe, disabled }: Props) => (
  <PostForm className="digit-form" action="/api/training/digits" back="/mnist#training">
    <fieldset>
      <legend>{form.model}</legend>
      {digitModels.map((kind) => (
        <label key={kind}>
          <input type="radio" name="model" value={kind} defaultChecked={kind === recipe.model} />
          <span>
            <strong>{texts.mnist.models[kind]}</strong> <small>{form.about[kind]}</small>
          </span>
        </label>
      ))}
    </fieldset>
    <div>
      <label htmlFor="epochs">{form.epochs}</label>
      <input
        id="epochs"
        name="epochs"
        type="number"
        required
        min={1}
        max={20}
        step={1}
        defaultValue={recipe.epochs}
      />
    </div>
    <div>
      <label htmlFor="lr">{form.lr}</label>
      <input id="lr" name="lr" type="number" required min={0} max={1} step="any" defaultValue={recipe.lr} />
    </div>
    <button type="submit" disabled={disabled}>
      {form.start}
    </button>
  </PostForm>
)
