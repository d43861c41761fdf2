import { OnecycleError } from '@onecycle/tensor-core'
import type { RawId, Recommender, Vocabulary } from '@onecycle/collab'
import { loadRecommender } from '@onecycle/collab/node'

/** Reads a model file. @throws OnecycleError naming the file */
export async function loadModel(path: string): Promise<Recommender> {
  try {
    return await loadRecommender(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : message
    throw new OnecycleError(
      code ?? 'BAD_MODEL_FILE',
      `cannot read the model ${path}: ${why}`,
      { path },
      error,
    )
  }
}

/** The id that a text on the command line means: a number where the model knows that, else the text. */
export function idOf(text: string, vocabulary: Vocabulary): RawId {
  const number = Number(text)
  return !vocabulary.has(text) && String(number) === text && vocabulary.has(number) ? number : text
}
