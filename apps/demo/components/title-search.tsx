import { texts } from '../lib/texts.ts'

interface Props {
  readonly genres: readonly string[]
  readonly text: string
  readonly genre: string | undefined
}

/** Finds films by title and genre: a form whose answer has an address. */
export const TitleSearch = ({ genres, text, genre }: Props) => (
  <form className="title-search" action="/rate" method="get" role="search">
    <div>
      <label htmlFor="q">{texts.rate.search}</label>
      <input
        id="q"
        name="q"
        type="search"
        defaultValue={text}
        key={text}
        autoComplete="off"
        maxLength={100}
      />
    </div>
    <div>
      <label htmlFor="genre">{texts.rate.genre}</label>
      <select id="genre" name="genre" defaultValue={genre ?? ''} key={genre}>
        <option value="">{texts.rate.allGenres}</option>
        {genres.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
    <button type="submit" className="quiet">
      {texts.rate.show}
    </button>
  </form>
)
