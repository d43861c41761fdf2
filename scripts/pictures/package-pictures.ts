import { fileURLToPath } from 'node:url'
import { collabPicture } from './collab.ts'
import { learnerPicture } from './learner.ts'
import { tensorCorePicture } from './tensor-core.ts'
import { visionMnistPicture } from './vision-mnist.ts'

export const packagePictureFolder = fileURLToPath(new URL('../../docs/pictures/packages', import.meta.url))

/** By package: draws, as SVG, the picture of its README. */
export const packagePictures: Readonly<Record<string, () => Promise<string>>> = {
  'tensor-core': tensorCorePicture,
  learner: learnerPicture,
  collab: collabPicture,
  'vision-mnist': visionMnistPicture,
}
