import {
  decodeSafetensors,
  encodeSafetensors,
  OnecycleError,
  type GeneratorState,
  type NdArray,
} from '@onecycle/tensor-core'
import type { LearnerState, Progress } from '../learner-state.ts'

const format = 'onecycle-learner'
const version = '1'

/** A learner's state as the bytes of a safetensors file. */
export function encodeLearnerState({ model, optimizer, generators, progress }: LearnerState): Uint8Array {
  const under = (prefix: string, arrays: ReadonlyMap<string, NdArray>) =>
    [...arrays].map(([name, array]): [string, NdArray] => [prefix + name, array])
  return encodeSafetensors({
    tensors: new Map([...under('model/', model), ...under('optimizer/', optimizer.arrays)]),
    metadata: {
      format,
      version,
      steps: JSON.stringify(optimizer.steps),
      generators: JSON.stringify(generators),
      ...(progress && { progress: JSON.stringify(progress) }),
    },
  })
}

/** Reads what {@link encodeLearnerState} wrote. @throws OnecycleError `BAD_MODEL_FILE` */
export function decodeLearnerState(bytes: Uint8Array): LearnerState {
  const { tensors, metadata } = decodeSafetensors(bytes)
  if (metadata['format'] !== format || metadata['version'] !== version) {
    throw new OnecycleError(
      'BAD_MODEL_FILE',
      `the file is of format ${metadata['format'] ?? 'unknown'} ${metadata['version'] ?? ''}; expected ${format} ${version}`,
    )
  }
  const under = (prefix: string) => {
    const found = [...tensors].filter(([name]) => name.startsWith(prefix))
    return new Map(found.map(([name, array]) => [name.slice(prefix.length), array as NdArray<Float32Array>]))
  }
  const progress = metadata['progress']
  return {
    model: under('model/'),
    optimizer: { arrays: under('optimizer/'), steps: JSON.parse(metadata['steps']!) as number[] },
    generators: JSON.parse(metadata['generators']!) as GeneratorState[],
    ...(progress && { progress: JSON.parse(progress) as Progress }),
  }
}
