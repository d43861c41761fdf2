import { OnecycleError } from '@onecycle/tensor-core'
import type { RatedItems } from '../rated-items.ts'
import type { RatedVocabulary } from '../rated-vocabulary.ts'
import { checkFinite, checkSizes } from '../recommender-parts.ts'
import { addLinks, linkBetween, type ItemLinks } from './item-links.ts'
import { RankerBase } from './ranker-base.ts'

/** Everything a {@link LinearRanker} consists of. Index 0 is the unknown id. */
export interface LinearParts {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  /** What each user has rated: left out of recommendations. */
  readonly rated: RatedItems
  /** What each user has chosen: what their scores are made from. */
  readonly chosen: RatedItems
  /** A score that each item has for everyone, `[items]`. */
  readonly itemBias: Float32Array
  readonly links: ItemLinks
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Scores items by what the user has chosen: score_ui = bias_i + sum of w_ji over the chosen items j.
 *
 * Popularity, neighbours among items, co-occurrence and EASE are all of this form, and differ in where w comes
 * from. A new user is scored as a known one is, exactly.
 */
export class LinearRanker extends RankerBase {
  readonly parts: LinearParts

  /** @throws OnecycleError `BAD_MODEL` when sizes do not fit together or a weight is not finite */
  constructor(parts: LinearParts) {
    super()
    const { users, items, rated, chosen, itemBias, links } = parts
    checkSizes([
      ['rated.offsets', [rated.offsets.length], [users.size + 1]],
      ['chosen.offsets', [chosen.offsets.length], [users.size + 1]],
      ['itemBias', [itemBias.length], [items.size]],
      ['links.offsets', [links.offsets.length], [items.size + 1]],
      ['links.targets', [links.targets.length], [links.weights.length]],
    ])
    checkFinite({ itemBias, 'links.weights': links.weights })
    checkLinks(links, items.size)
    this.parts = parts
  }

  get users(): RatedVocabulary {
    return this.parts.users
  }

  get items(): RatedVocabulary {
    return this.parts.items
  }

  get rated(): RatedItems {
    return this.parts.rated
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.parts.metadata
  }

  protected override scoreOf(user: number, item: number): number {
    const { chosen, itemBias, links } = this.parts
    let score = itemBias[item]!
    for (const source of chosen.ofUser(user)) score += linkBetween(links, source, item)
    return score
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    const { size } = this.items
    users.forEach((user, row) => {
      scores.set(this.scoresFor(this.parts.chosen.ofUser(user)), row * size)
    })
  }

  protected override partsOf(item: number, chosen: Int32Array) {
    const { itemBias, links } = this.parts
    const contributions = Float64Array.from(chosen, (source) => linkBetween(links, source, item))
    return { base: itemBias[item]!, contributions }
  }

  protected override scoresFor(chosen: Int32Array): Float32Array {
    const scores = this.parts.itemBias.slice()
    addLinks(this.parts.links, chosen, scores)
    return scores
  }
}

function checkLinks({ offsets, targets }: ItemLinks, items: number): void {
  const ascend = offsets.every((offset, i) => offset >= (i === 0 ? 0 : offsets[i - 1]!))
  let fit = ascend && offsets[0] === 0 && offsets.at(-1) === targets.length
  for (let row = 0; fit && row < items; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const after = at === offsets[row] ? 0 : targets[at - 1]!
      if (targets[at]! <= after || targets[at]! >= items) fit = false
    }
  }
  if (!fit) {
    throw new OnecycleError(
      'BAD_MODEL',
      `links do not fit together; expected ascending lists of item indices from 1 to ${items - 1}`,
    )
  }
}
