import { serveEpochs } from './recipe.ts'

await serveEpochs('autodiff', 1)
