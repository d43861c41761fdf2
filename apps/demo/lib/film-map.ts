/** How many components the page offers: the lesson takes three, the rest explain little each. */
export const componentsShown = 8

/** A film on the map. */
export interface MappedFilm {
  readonly title: string
  readonly year: number | null
  readonly genres: readonly string[]
  readonly ratings: number
  /** Of its ratings. */
  readonly mean: number
  readonly bias: number
  /** Its coordinates on the components, `[components]`. */
  readonly place: readonly number[]
}
