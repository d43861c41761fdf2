import { serveEpochs } from './recipe.ts'

await serveEpochs('auto', 5)
