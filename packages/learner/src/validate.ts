import { breather } from './breather.ts'
import type { DataLoader } from './data/data-loader.ts'
import type { Metric } from './metrics/metric.ts'
import type { TrainStep } from './train-step.ts'

/** Loss and metrics over all batches of a loader, weighted by batch size. NaN where the loader is empty. */
export async function validate(
  step: TrainStep,
  loader: DataLoader,
  metrics: readonly Metric[],
  breathe = breather(),
): Promise<{ loss: number; metrics: Record<string, number> }> {
  const running = metrics.map((metric) => ({ name: metric.name, state: metric.start() }))
  let sum = 0
  let rows = 0
  for (const batch of loader) {
    const { loss, predictions } = step.evaluate(batch)
    sum += (await loss) * batch.size
    rows += batch.size
    const outputs = await predictions
    for (const { state } of running) state.update(outputs, batch.targets)
    await breathe()
  }
  return {
    loss: sum / rows,
    metrics: Object.fromEntries(running.map(({ name, state }) => [name, state.value()])),
  }
}
