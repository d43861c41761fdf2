import { useState } from 'react'
import type { MappedFilm } from '../../lib/film-map.ts'
import { texts } from '../../lib/texts.ts'

const { pca } = texts

const shown = 6

interface Props {
  readonly films: readonly MappedFilm[]
  readonly onPick: (film: MappedFilm) => void
}

/** Finds a film on the map by its title: the keyboard's way to every dot. */
export function MapSearch({ films, onPick }: Props) {
  const [query, setQuery] = useState('')
  const words = query.trim().toLowerCase()
  const found = words === '' ? [] : films.filter(({ title }) => title.toLowerCase().includes(words))
  const pick = (film: MappedFilm) => {
    setQuery('')
    onPick(film)
  }
  return (
    <form
      className="map-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (found[0]) pick(found[0])
      }}
    >
      <label htmlFor="find">{pca.search}</label>
      <input
        id="find"
        type="search"
        autoComplete="off"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {words !== '' && (
        <ul className="map-found" aria-label={pca.search}>
          {found.slice(0, shown).map((film) => (
            <li key={film.title}>
              <button type="button" className="quiet" onClick={() => pick(film)}>
                {film.title}
              </button>
            </li>
          ))}
          {found.length === 0 && <li role="status">{pca.nothingFound}</li>}
        </ul>
      )}
    </form>
  )
}
