import type { RawId } from './ratings.ts'
import { Vocabulary } from './vocabulary.ts'

/** A vocabulary that also knows how often, and how high, each of its ids was rated. */
export class RatedVocabulary extends Vocabulary {
  /** Ratings of each index, `[size]`. */
  readonly counts: Int32Array
  /** Mean rating of each index, `[size]`; 0 where there is none. */
  readonly means: Float32Array

  constructor(rawIds: readonly RawId[], counts: Int32Array, means: Float32Array) {
    super(rawIds)
    this.counts = counts
    this.means = means
  }

  /**
   * The ids of the training rows, with counts and means over all rows (as the lesson takes them).
   *
   * @param column raw ids, one a rating
   */
  static ofRatings(column: ArrayLike<RawId>, rating: Float32Array, trainRows: Uint32Array): RatedVocabulary {
    const known = Vocabulary.of(column, trainRows)
    const counts = new Int32Array(known.size)
    const sums = new Float64Array(known.size)
    for (let row = 0; row < column.length; row++) {
      const index = known.indexOf(column[row]!)
      counts[index]!++
      sums[index]! += rating[row]!
    }
    const means = Float32Array.from(sums, (sum, index) => (counts[index]! > 0 ? sum / counts[index]! : 0))
    return new RatedVocabulary(known.rawIds, counts, means)
  }

  /** The `n` ids with the most ratings, most first; equals in the vocabulary's order. */
  mostRated(n: number): RawId[] {
    const order = Array.from({ length: this.size - 1 }, (_, i) => i + 1)
    return order
      .sort((a, b) => this.counts[b]! - this.counts[a]! || a - b)
      .slice(0, n)
      .map((index) => this.rawId(index))
  }

  /** Mean rating of an id; NaN where it is unknown or has none. */
  meanRating(rawId: RawId): number {
    const index = this.indexOf(rawId)
    return index > 0 && this.counts[index]! > 0 ? this.means[index]! : NaN
  }
}
