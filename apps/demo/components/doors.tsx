import type { Route } from 'next'
import Link from 'next/link'
import { lessonRecipe } from '../lib/recipe.ts'
import { scaleOf, shareOf } from '../lib/scale.ts'
import { texts } from '../lib/texts.ts'
import { filmPlaces } from '../server/film-map.ts'
import { learningRateCurve } from '../server/learning-rate-curve.ts'
import type { Served } from '../server/served.ts'

const { door } = texts.home

/** The three things to do here, each with a picture made of the model itself. */
export function Doors({ model }: { readonly model: Served }) {
  const doors = [
    ['rate', '/rate', <Stars key="rate" />],
    ['explore', '/pca', <Stretched key="explore" name="door-dots" path={dotsPath(model)} />],
    ['train', '/train', <Stretched key="train" name="door-curve" path={learningRateCurve(lessonRecipe)} />],
  ] as const
  return (
    <ul className="doors">
      {doors.map(([name, href, picture]) => (
        <li key={name}>
          <Link href={href as Route} prefetch={false}>
            {picture}
            <span className="door-title">{door[name].title}</span>
            <span className="door-text">{door[name].text}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** Four stars and a half. */
const Stars = () => (
  <svg className="door-stars" viewBox="0 0 240 60" aria-hidden="true">
    <clipPath id="four-and-a-half">
      <path d="M0 0H216V60H0Z" />
    </clipPath>
    {['door-empty', 'door-full'].map((name) => (
      <g key={name} className={name}>
        {[0, 1, 2, 3, 4].map((i) => (
          <path key={i} d={star} transform={`translate(${48 * i} 6)`} />
        ))}
      </g>
    ))}
  </svg>
)

const star = 'M24 4.5L29.4 18.1L44 19L32.7 28.3L36.3 42.5L24 34.7L11.7 42.5L15.3 28.3L4 19L18.6 18.1z'

/** A path in a square of 100, as wide as there is room. */
const Stretched = ({ name, path }: { readonly name: string; readonly path: string }) => (
  <svg className={name} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    <path d={path} />
  </svg>
)

/** The map of films in a square of 100. */
function dotsPath(model: Served): string {
  const coordinates = filmPlaces(model).map(({ place }) => place)
  const [x, y] = ([0, 1] as const).map((axis) => scaleOf(coordinates.map((place) => place[axis])))
  return coordinates
    .slice(0, 300)
    .map((place) => `M${percent(shareOf(x!, place[0]))} ${percent(1 - shareOf(y!, place[1]))}h.001`)
    .join('')
}

const percent = (share: number) => (100 * share).toFixed(1)
