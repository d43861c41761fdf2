import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import type { RatedItems } from '../rated-items.ts'
import type { RatedVocabulary } from '../rated-vocabulary.ts'
import type { RawId } from '../ratings.ts'
import { checkFinite, checkSizes } from '../recommender-parts.ts'
import { rawScore, rawScores, type Table } from '../recommender-scores.ts'
import { similarTo, type SimilarOptions } from '../similar.ts'
import { contributionsTo, foldInFactors, gramOfItems, type FactorRule } from './factor-fold-in.ts'
import { RankerBase } from './ranker-base.ts'
import { shownJson } from '../shown-json.ts'

/** Everything a {@link FactorRanker} consists of: plain arrays. Row 0 of each table is the unknown id's: zeros. */
export interface FactorParts {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  /** What each user has rated: left out of recommendations. */
  readonly rated: RatedItems
  /** `[users, factors]` */
  readonly userWeight: NdArray<Float32Array>
  /** `[items, factors]` */
  readonly itemWeight: NdArray<Float32Array>
  /** `[items]` */
  readonly itemBias: Float32Array
  /** What made it, for new users to be made likewise. */
  readonly rule: FactorRule
  readonly metadata: Readonly<Record<string, string>>
}

/** Scores items by factors: score_ui = bias_i + u . i. What implicit ALS and BPR learn. */
export class FactorRanker extends RankerBase {
  readonly parts: FactorParts
  readonly nFactors: number
  readonly #users: Table
  readonly #items: Table
  #gram: Float64Array | undefined

  /** @throws OnecycleError `BAD_MODEL` when sizes do not fit together or a weight is not finite */
  constructor(parts: FactorParts) {
    super()
    const { users, items, rated, userWeight, itemWeight, itemBias } = parts
    this.nFactors = itemWeight.shape[1] ?? NaN
    checkSizes([
      ['userWeight', userWeight.shape, [users.size, this.nFactors]],
      ['itemWeight', itemWeight.shape, [items.size, this.nFactors]],
      ['itemBias', [itemBias.length], [items.size]],
      ['rated.offsets', [rated.offsets.length], [users.size + 1]],
    ])
    checkFinite({ userWeight: userWeight.data, itemWeight: itemWeight.data, itemBias })
    checkRule(parts.rule)
    this.parts = parts
    this.#users = { weight: userWeight.data, bias: new Float32Array(users.size) }
    this.#items = { weight: itemWeight.data, bias: itemBias }
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

  /**
   * The items whose factors are most like those of `item`, most alike first.
   *
   * @throws OnecycleError `UNKNOWN_ITEM`, `BAD_COUNT`, `BAD_MIN_RATINGS`, `BAD_SIMILARITY`
   */
  similarItems(item: RawId, options: SimilarOptions = {}): { item: RawId; score: number }[] {
    const alike = similarTo('item', item, this.parts.itemWeight.data, this.items, options)
    return alike.map(({ id, score }) => ({ item: id, score }))
  }

  protected override scoreOf(user: number, item: number): number {
    return rawScore(this.#users, user, this.#items, item, this.nFactors)
  }

  protected override scoreItems(users: Int32Array, scores: Float32Array): void {
    rawScores(this.#users, users, this.#items, this.nFactors, scores)
  }

  protected override partsOf(item: number, chosen: Int32Array) {
    const { itemBias, rule } = this.parts
    if (rule.kind !== 'ials') {
      throw new OnecycleError(
        'CANNOT_EXPLAIN',
        `a ranker made by ${rule.kind} has scores that are no sum over the chosen items; expected ials`,
        { rule },
      )
    }
    const { table, gram } = this.#itemTable()
    return { base: itemBias[item]!, contributions: contributionsTo(item, rule, table, chosen, gram) }
  }

  #itemTable() {
    const { itemWeight, itemBias } = this.parts
    const table = { weight: itemWeight.data, bias: itemBias, nFactors: this.nFactors }
    return { table, gram: (this.#gram ??= gramOfItems(table)) }
  }

  protected override scoresFor(chosen: Int32Array): Float32Array {
    const { table, gram } = this.#itemTable()
    const weight = foldInFactors(this.parts.rule, table, chosen, gram)
    const scores = new Float32Array(this.items.size)
    rawScores({ weight, bias: new Float64Array(1) }, Int32Array.of(0), this.#items, this.nFactors, scores)
    return scores
  }
}

/** @throws OnecycleError `BAD_MODEL` */
function checkRule(rule: unknown): asserts rule is FactorRule {
  const { kind, ...numbers } = (rule ?? {}) as Record<string, unknown>
  const expected = { ials: ['regularisation', 'unobservedWeight'], bpr: ['lr', 'regularisation'] }
  const names =
    typeof kind === 'string' && Object.hasOwn(expected, kind) ? expected[kind as 'ials' | 'bpr'] : undefined
  if (names?.every((name) => typeof numbers[name] === 'number' && numbers[name] >= 0)) return
  throw new OnecycleError('BAD_MODEL', `rule is ${shownJson(rule)}; expected that of ials or bpr`, {
    rule,
  })
}
