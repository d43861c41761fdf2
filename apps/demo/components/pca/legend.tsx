import type { Colours } from '../../lib/colour-films.ts'
import { format } from '../../lib/texts.ts'

/** What the colours stand for, and how many films have each. */
export const Legend = ({ colours: { groups, groupOf } }: { readonly colours: Colours }) => (
  <ul className="legend">
    {groups.map(({ label, look }, i) => (
      <li key={look} className={look}>
        {label} <small>{format.count(groupOf.filter((group) => group === i).length)}</small>
      </li>
    ))}
  </ul>
)
