import type { RatedVocabulary, RawId } from '@onecycle/collab'

/** The id that a text in an address stands for: ids may be numbers, and addresses hold texts only. */
export function knownId(vocabulary: RatedVocabulary, text: string): RawId {
  const number = Number(text)
  return !vocabulary.has(text) && vocabulary.has(number) ? number : text
}
