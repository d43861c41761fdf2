import { OnecycleError, type TensorFile } from '@onecycle/tensor-core'

export const format = 'onecycle-recommender'
/** The version that this release writes. Raise it with every change of the layout, and add the step from the one before. */
export const currentVersion = 2

/**
 * Brings a file of another version to the next version that this release knows, and says so in its metadata
 * `version`; or throws.
 */
export type MigrateModelFile = (file: TensorFile, version: string) => TensorFile

/** The step from each older version to the next. */
const steps: Readonly<Record<string, (file: TensorFile) => TensorFile>> = {
  // 1 knew one model only, and did not name it.
  1: ({ tensors, metadata }) => ({ tensors, metadata: { ...metadata, version: '2', model: 'dot-bias' } }),
}

/**
 * A file of any version that can be read, in the current layout. Versions that this release has no step for
 * are given to `migrate`.
 *
 * @throws OnecycleError `BAD_MODEL_FILE` for another format, or a version that nobody knows
 */
export function migrateModelFile(file: TensorFile, migrate?: MigrateModelFile): TensorFile {
  let current = file
  checkFormat(current)
  const seen = new Set<string>()
  for (;;) {
    const version = current.metadata['version'] ?? 'not given'
    if (version === String(currentVersion)) return current
    const step = Object.hasOwn(steps, version) ? steps[version] : undefined
    if ((!step && !migrate) || seen.has(version)) throw unreadable(version)
    seen.add(version)
    current = step ? step(current) : migrate!(current, version)
    checkFormat(current)
  }
}

function checkFormat({ metadata }: TensorFile): void {
  if (metadata['format'] === format) return
  throw new OnecycleError(
    'BAD_MODEL_FILE',
    `not a recommender: its format is ${metadata['format'] ?? 'not given'}; expected ${format}`,
  )
}

function unreadable(version: string): OnecycleError {
  const known = [...Object.keys(steps), currentVersion].join(', ')
  const advice = Number(version) > currentVersion ? '; a newer release of onecycle wrote it' : ''
  return new OnecycleError(
    'BAD_MODEL_FILE',
    `not a recommender that can be read: its version is ${version}, this release reads ${known}${advice}`,
    { version },
  )
}
