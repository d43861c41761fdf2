export interface FilmTitle {
  /** As one says it: "The Usual Suspects". */
  readonly name: string
  readonly year: string | null
}

/** MovieLens writes "Usual Suspects, The (1995)"; other titles are left as they are. */
export function splitTitle(title: string): FilmTitle {
  const [, rest, year] = /^(.*\S)\s+\((\d{4})\)$/.exec(title) ?? []
  const name = rest ?? title
  const [, noun, article, more] =
    /^([^,(]+), (The|A|An|Il|La|Le|Les|L'|El|Los|Das|Der|Die)( \(.*\))?$/.exec(name) ?? []
  if (noun === undefined || article === undefined) return { name, year: year ?? null }
  const space = article.endsWith("'") ? '' : ' '
  return { name: `${article}${space}${noun}${more ?? ''}`, year: year ?? null }
}

/** A text as people look for it: without accents and capitals. */
export const searchable = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
