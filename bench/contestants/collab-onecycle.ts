import type { ImplicitSide } from '@onecycle/collab'
import { serveEpochs } from './recipe.ts'

const [implicit] = process.argv.slice(2) as ImplicitSide[]
await serveEpochs('auto', 5, implicit && { implicit, wdBias: 0.03, wdImplicit: 1 })
