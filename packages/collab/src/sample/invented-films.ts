import type { Generator } from '@onecycle/tensor-core'
import { GENRES } from '../movielens/parse-items.ts'
import type { Movie } from '../ratings.ts'

// Words that no studio would put together, and places that are on no map: every title is an invention.
const QUALITIES =
  'Marmalade Velvet Pewter Paper Lopsided Clockwork Whispering Saffron Borrowed Upside-Down Porcelain Gingham ' +
  'Thistledown Cobalt Barefoot Unhurried Moth-Eaten Peppermint Seventh-and-a-Half Quilted Woollen Tangerine ' +
  'Sleepless Cardboard Featherweight Hand-Me-Down Lacquered Rhubarb Corduroy Nearsighted'
const THINGS =
  'Lighthouse Umbrella Accordion Teapot Observatory Typewriter Haystack Submarine Orchard Weathervane Carousel ' +
  'Telegram Hedgehog Staircase Postmaster Zeppelin Harmonica Bathtub Astronomer Windmill Beekeeper Suitcase ' +
  'Lantern Cartographer Trombone Greenhouse Ferryman Pendulum Marionette Icebox'
const PLACES =
  'Velmora Tindlewick Ostravane Quillhaven Brambleskerry Dunmarrow Fennimoor Lake-Ombrel Port-Sallow Umberlee ' +
  'Wexling-Deep Yarrowgate Zennicott Marrowby Pellingrad Costa-Nivola Grindelmere Hallowick Tarn-Isolde Kestrelby'
const PEOPLE =
  'Odalind Bartolo Ysmene Fitzwick Cordelune Thaddik Marzipova Pennyroyal Ignatz Wilhelmora Quentrell Bellisande ' +
  'Rufforth Jessamyra Oberlind Tatterby Evangelo Lunetta Hobkirk Zephyrine'

const words = (list: string) => list.split(' ').map((word) => word.replaceAll('-', ' '))

/** Every title there is: 2,100 of them. */
function allTitles(): string[] {
  const things = words(THINGS)
  return [
    ...words(QUALITIES).flatMap((quality) => things.map((thing) => `The ${quality} ${thing}`)),
    ...words(PLACES).flatMap((place) =>
      things.map((thing) => `A ${thing} for ${place}`.replace(/^A ([AEIOU])/, 'An $1')),
    ),
    ...words(PEOPLE).flatMap((person) => things.map((thing) => `${person} and the ${thing}`)),
  ]
}

// How often each genre of GENRES is a film's first, roughly as in MovieLens; 'unknown' never is.
const GENRE_WEIGHTS = [0, 25, 13, 4, 12, 50, 11, 5, 72, 2, 2, 9, 6, 6, 25, 10, 25, 7, 3]
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const LAST_YEAR = 1998
const FIRST_YEAR = 1930

/** Films with invented titles, ids from 1, one to three genres, and years that thicken towards 1998. */
export function inventFilms(count: number, random: Generator): Movie[] {
  const titles = allTitles()
  const order = random.permutation(titles.length)
  return Array.from({ length: count }, (_, i) => {
    // Past the last title come sequels, so that any number of titles is unique.
    const part = Math.floor(i / titles.length)
    const name = titles[order[i % titles.length]!]! + (part === 0 ? '' : `, Part ${part + 1}`)
    const age = Math.floor(-7 * Math.log(1 - random.uniform()))
    const year = Math.max(FIRST_YEAR, LAST_YEAR - age)
    const day = String(1 + random.integer(28)).padStart(2, '0')
    return {
      id: i + 1,
      title: `${name} (${year})`,
      year,
      releaseDate: `${day}-${MONTHS[random.integer(12)]!}-${year}`,
      url: null,
      genres: drawGenres(random),
    }
  })
}

function drawGenres(random: Generator): string[] {
  const draw = random.uniform()
  const wanted = draw < 0.5 ? 1 : draw < 0.85 ? 2 : 3
  const genres = new Set<number>()
  while (genres.size < wanted) genres.add(weighted(GENRE_WEIGHTS, random))
  return GENRES.filter((_, genre) => genres.has(genre))
}

function weighted(weights: readonly number[], random: Generator): number {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0)
  return weights.findIndex((weight) => (left -= weight) < 0)
}
