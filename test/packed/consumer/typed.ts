import { Generator, Linear, mse, ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { DataLoaders, Learner, TensorDataset } from '@onecycle/learner'
import { CollabDataLoaders, collabLearner, type Recommendation } from '@onecycle/collab'
import { loadRecommender, saveRecommender } from '@onecycle/collab/node'
import { MnistLogistic } from '@onecycle/vision-mnist'

export const inputs: NdArray<Float32Array> = ndArray(new Float32Array(6), [2, 3])

export async function train(): Promise<number> {
  const dataset = new TensorDataset(inputs, ndArray(new Float32Array(2), [2, 1]))
  const model = new Linear(3, 1, { rng: new Generator(42) })
  const learn = new Learner(new DataLoaders(dataset, dataset, { batchSize: 2 }), model, { lossFn: mse })
  await learn.fit(1, 1e-2)
  return (await learn.validate()).loss
}

export async function recommend(): Promise<readonly Recommendation[]> {
  const dls = CollabDataLoaders.fromRatings([{ user: 1, item: 'Fargo (1996)', rating: 5 }])
  const learn = await collabLearner(dls, { nFactors: 4, yRange: [0, 5.5] })
  await saveRecommender(await learn.recommender(), 'model.safetensors')
  return (await loadRecommender('model.safetensors')).recommend({ user: 1 }, { n: 10 })
}

export const codeOf = (error: unknown): string | undefined =>
  OnecycleError.is(error) ? error.code : undefined

export const digits = new MnistLogistic({ seed: 42 })

// @ts-expect-error a seed is a number
export const wrong = new Generator('42')
