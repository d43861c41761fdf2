const core = require('@onecycle/tensor-core')
const learner = require('@onecycle/learner')
const collab = require('@onecycle/collab')
const collabNode = require('@onecycle/collab/node')
const vision = require('@onecycle/vision-mnist')

async function main() {
  const { exercise } = await import('./exercise.mjs')
  const facts = await exercise({ core, learner, collab, collabNode, vision }, 'commonjs.safetensors')
  console.log(JSON.stringify(facts))
}

void main()
