// Uses a little of each package. The same for ESM and CommonJS: the modules are handed in.

const ratings = Array.from({ length: 600 }, (_, i) => {
  const user = i % 20
  const item = (i * 7 + Math.floor(i / 20)) % 30
  return { user: `user ${user}`, item: `item ${item}`, rating: 1 + ((user + item) % 5) }
})

export async function exercise({ core, learner, collab, collabNode, vision }, modelPath) {
  const facts = { randomNumber: new core.Generator(42).uniform() }

  try {
    new core.Generator(-1)
  } catch (error) {
    facts.errorCode = core.OnecycleError.is(error) ? error.code : 'not one of ours'
  }

  const { name } = await core.initBackend(['cpu'])
  facts.backend = name

  const n = 64
  const inputs = core.ndArray(
    Float32Array.from({ length: n }, (_, i) => i / n),
    [n, 1],
  )
  const targets = core.ndArray(
    inputs.data.map((x) => 3 * x + 1),
    [n, 1],
  )
  const dataset = new learner.TensorDataset(inputs, targets)
  const line = new core.Linear(1, 1, { rng: new core.Generator(42) })
  const dls = new learner.DataLoaders(dataset, dataset, { batchSize: 16 })
  const learn = new learner.Learner(dls, line, { lossFn: core.mse, wd: 0 })
  facts.lossBefore = (await learn.validate()).loss
  await learn.fit(30, 0.1)
  facts.lossAfter = (await learn.validate()).loss
  learn.dispose()

  const rated = collab.CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, seed: 42, batchSize: 32 })
  const model = await collab.collabLearner(rated, { nFactors: 4, yRange: [0, 5.5] })
  await model.fitOneCycle(1, 5e-3)
  const recommender = await model.recommender()
  const ask = (from) => from.recommend({ user: 'user 3' }, { n: 3, includeSeen: true })
  facts.recommended = ask(recommender)
  await collabNode.saveRecommender(recommender, modelPath)
  facts.recommendedByTheFile = ask(await collabNode.loadRecommender(modelPath))
  model.dispose()

  facts.digits = new vision.MnistLogistic({ seed: 42 }).parameters().length
  return facts
}
