import type { PlantedRecovery } from '@onecycle/collab'
import { format, texts } from '../lib/texts.ts'
import { Section } from './page.tsx'

const { recovery } = texts.home

/** What a model of the sample found again of what was planted there, the bad with the good. */
export const Recovery = ({ found }: { readonly found: PlantedRecovery }) => (
  <Section id="recovery" title={recovery.title} note={recovery.note}>
    <ul className="figures recovery">
      <li>
        <strong>{format.stars(found.biasCorrelation)}</strong> {recovery.bias(found.items)}
      </li>
      <li>
        <strong>{format.percent(found.factorsSpanned)}</strong>{' '}
        {recovery.factors(found.components, found.spannedByChance)}
      </li>
    </ul>
    <p className="note">{recovery.why(found.firstComponentQuality)}</p>
  </Section>
)
