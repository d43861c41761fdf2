import { OnecycleError } from '@onecycle/tensor-core'
import type { Arguments, Options } from '@onecycle/learner/node'
import type { DigitModel } from '@onecycle/vision-mnist'
import { loadDigitModel } from '@onecycle/vision-mnist/node'

export const DEFAULT_FILE = 'digits.safetensors'

/** Which model file: shared by the commands that read one. */
export const MODEL_OPTIONS: Options = {
  from: { type: 'string', short: 'f', value: 'file', default: DEFAULT_FILE, help: 'the model file' },
}

/** @throws OnecycleError naming the file */
export async function loadModel(args: Arguments): Promise<DigitModel> {
  const path = args.required('from')
  try {
    return await loadDigitModel(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file; "train" makes one' : message
    throw new OnecycleError(
      code ?? 'BAD_MODEL_FILE',
      `cannot read the model ${path}: ${why}`,
      { path },
      error,
    )
  }
}
