import { CollabDataLoaders, collabLearner, sampleRatings } from '../../packages/collab/src/index.ts'
import { pca } from '../../packages/tensor-core/src/pca.ts'
import { blue, card, faint, ink, orange, softInk } from './card.ts'

const [width, height] = [840, 400]
const [left, top, right, bottom] = [48, 88, 816, 356]

/** Genres at the two ends of the second axis, which training was not told. */
const ends = [
  { name: 'action and science fiction', colour: blue, genres: ['Action', 'Sci-Fi'] },
  { name: 'musicals, animation and fantasy', colour: orange, genres: ['Musical', 'Animation', 'Fantasy'] },
] as const
const others = { name: 'other genres', colour: faint }

interface Film {
  readonly title: string
  readonly colour: string
  readonly x: number
  readonly y: number
}

/** The 300 best known films of the sample, on the two axes along which their factors differ most. */
export async function collabPicture(): Promise<string> {
  const films = await filmsOnAMap()
  const across = scaleOf(
    [left, right],
    films.map(({ x }) => x),
  )
  const down = scaleOf(
    [bottom, top],
    films.map(({ y }) => y),
  )
  const dot = ({ x, y }: Film) => `<circle cx="${across(x).toFixed(1)}" cy="${down(y).toFixed(1)}" r="4.5"/>`
  const dots = [others, ...ends].map(({ colour }) => {
    const those = films.filter((film) => film.colour === colour)
    return `<g fill="${colour}">${those.map(dot).join('')}</g>`
  })
  let at = left
  const legend = [...ends, others].map(({ name, colour }) => {
    const entry = `<circle cx="${at}" cy="56" r="4.5" fill="${colour}"/><text x="${at + 12}" y="60" fill="${ink}">${name}</text>`
    at += 40 + 7 * name.length
    return entry
  })
  return card(
    'What training finds in ratings: 300 films, whose genres it was not told',
    width,
    height,
    legend.join('') +
      dots.join('') +
      namesOf(films, across, down) +
      `<g font-size="12" text-anchor="middle" fill="${softInk}">` +
      `<text x="${(left + right) / 2}" y="${height - 14}">first principal component</text>` +
      `<text transform="translate(26 ${(top + bottom) / 2}) rotate(-90)">second</text></g>`,
  )
}

async function filmsOnAMap(): Promise<Film[]> {
  const { ratings, movies } = sampleRatings()
  const dls = CollabDataLoaders.fromRatings(ratings, {
    item: 'title',
    validPct: 0.1,
    seed: 42,
    batchSize: 64,
  })
  const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
  await learn.fitOneCycle(5, 5e-3)
  const titles = dls.items.mostRated(300)
  const { projected } = pca((await learn.weight(titles)).values, 2)
  const genresOf = new Map(movies.map(({ title, genres }) => [title, genres]))
  return titles.map((id, i) => {
    const title = String(id)
    const genres = genresOf.get(title) ?? []
    const within = ends.filter((end) => end.genres.some((genre) => genres.includes(genre)))
    const { colour } = within.length === 1 ? within[0]! : others
    return { title, colour, x: projected.data[2 * i]!, y: projected.data[2 * i + 1]! }
  })
}

/** Names of the outermost films, where there is room for them. */
function namesOf(films: readonly Film[], across: Scale, down: Scale): string {
  const outermost = (far: (film: Film) => number) => films.reduce((a, b) => (far(b) > far(a) ? b : a))
  const named = [
    { film: outermost(({ x }) => -x), anchor: 'start', aside: -5, below: -11 },
    { film: outermost(({ x }) => x), anchor: 'end', aside: 5, below: 19 },
    { film: outermost(({ y }) => -y), anchor: 'start', aside: 9, below: 5 },
    { film: outermost(({ y }) => y), anchor: 'end', aside: -9, below: 4 },
  ].map(({ film: { title, x, y }, anchor, aside, below }) => {
    const place = `x="${(across(x) + aside).toFixed(1)}" y="${(down(y) + below).toFixed(1)}"`
    return `<text ${place} text-anchor="${anchor}">${title.replace(/ \(\d+\)$/, '')}</text>`
  })
  const halo = 'stroke="white" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"'
  return `<g fill="${ink}" ${halo}>${named.join('')}</g>`
}

type Scale = (value: number) => number

/** From the span of the values to that between two places. */
function scaleOf([start, end]: readonly [number, number], values: readonly number[]): Scale {
  const [from, to] = [Math.min(...values), Math.max(...values)]
  return (value) => start + ((value - from) / (to - from)) * (end - start)
}
