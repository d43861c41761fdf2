// What a program of one's own does: read files, five epochs of the recipe, recommend. A process that ends, and says how much
// memory it ever held, in MiB.
import { collabLearner } from '@onecycle/collab'
import { recipeData } from './recipe.ts'

const { dls, source } = await recipeData()
const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
await learn.fitOneCycle(5, 5e-3)
const [first] = (await learn.recommender()).recommend({ user: dls.users.rawId(1) }, { n: 10 })
console.log(`${source.name}: ${first?.item}`)
console.log(Math.round(process.resourceUsage().maxRSS / 1024))
