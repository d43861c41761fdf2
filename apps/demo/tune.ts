/**
 * Trains with every combination of some settings, on all trainers of the store, and shows the best first:
 * `npm run tune -- --lr 1e-3,5e-3 --wd 0.01,0.1 --factors 20,40`.
 */
import { formatTable } from '@onecycle/tensor-core'
import { runProgram, usageError, type Arguments, type Command } from '@onecycle/learner/node'
import { lessonRecipe, recipeSchema } from './lib/recipe.ts'
import { isActive } from './lib/run-state.ts'
import { runState } from './server/events.ts'
import { enqueue } from './server/jobs.ts'
import type { Run } from './server/runs.ts'
import { openStore, storeTarget, type Store } from './server/store.ts'
import { recipesOf, watchRuns } from './server/sweep.ts'

const option = (help: string, value: number) =>
  ({ type: 'string', value: 'a,b', default: String(value), help }) as const

const tune: Command = {
  summary: 'Trains with every combination of some settings, on all trainers, and shows the best first.',
  positionals: [],
  options: {
    lr: option('learning rates', lessonRecipe.lr),
    wd: option('weight decays', lessonRecipe.wd),
    factors: option('numbers of factors', lessonRecipe.nFactors),
  },
  examples: ['-- --lr 1e-3,5e-3 --wd 0.01,0.1 --factors 20,40'],

  async run(args, signal) {
    const recipes = recipesOf(lessonRecipe, {
      lr: numbersOf(args, 'lr', 'lr'),
      wd: numbersOf(args, 'wd', 'wd'),
      nFactors: numbersOf(args, 'factors', 'nFactors'),
    })
    const store = openStore(storeTarget())
    try {
      const jobs = recipes.map((parameters) => ({ kind: 'train', parameters }))
      const ids = (await enqueue(store, jobs, { behind: true })).map(({ id }) => id)
      const runs = await watchRuns(store, ids, { signal, tell: progress(process.stderr) })
      const results = await Promise.all(runs.map((run) => resultOf(store, run)))
      const sorted = results.toSorted(
        (a, b) => (a.validLoss ?? Infinity) - (b.validLoss ?? Infinity) || a.run - b.run,
      )
      return { json: sorted, text: table(sorted) }
    } finally {
      await store.close()
    }
  },
}

/** The values of an option, as a field of a recipe allows them. @throws OnecycleError `USAGE` */
function numbersOf(args: Arguments, name: string, field: 'lr' | 'wd' | 'nFactors'): number[] {
  const values = args
    .required(name)
    .split(',')
    .map((text) => {
      const { success, data, error } = recipeSchema.shape[field].safeParse(text)
      if (success) return data
      throw usageError(
        `--${name} has "${text}": ${error.issues[0]!.message}; expected numbers with commas between them`,
      )
    })
  return [...new Set(values)]
}

/** A bar that moves in a terminal, and a line a run everywhere. */
function progress(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>): (runs: readonly Run[]) => void {
  const width = 24
  const told = new Set<number>()
  const clear = stream.isTTY ? '\r\x1b[2K' : ''
  return (runs) => {
    const over = runs.filter((run) => !isActive(run))
    for (const run of over.filter(({ id }) => !told.has(id))) {
      told.add(run.id)
      const loss = run.model ? `  valid ${run.model.card.validLoss.toFixed(4)}` : ''
      stream.write(`${clear}run ${run.id} ${run.status}  ${settingsOf(run)}${loss}\n`)
    }
    if (!stream.isTTY || over.length === runs.length) return
    const filled = Math.round((width * over.length) / runs.length)
    const running = runs.filter(({ status }) => status === 'running').length
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
    stream.write(`${clear}${bar} ${over.length}/${runs.length} runs, ${running} under way`)
  }
}

const settingsOf = ({ recipe: { lr, wd, nFactors } }: Run) => `lr ${lr}  wd ${wd}  factors ${nFactors}`

type Result = Awaited<ReturnType<typeof resultOf>>

async function resultOf(store: Store, { id, status, recipe: { lr, wd, nFactors }, model }: Run) {
  const card = status === 'done' ? model?.card : undefined
  return {
    run: id,
    lr,
    wd,
    factors: nFactors,
    status,
    validLoss: card?.validLoss ?? null,
    trainLoss: card?.trainLoss ?? null,
    seconds: card?.seconds ?? null,
    modelVersion: model?.version ?? null,
    error: status === 'failed' ? (await runState(store, id)).error : null,
  }
}

const table = (results: readonly Result[]): string =>
  formatTable(
    ['run', 'lr', 'wd', 'factors', 'valid', 'train', 'seconds', 'model'],
    results.map(({ run, lr, wd, factors, status, validLoss, trainLoss, seconds, modelVersion, error }) => [
      run,
      lr,
      wd,
      factors,
      validLoss?.toFixed(4) ?? '-',
      trainLoss?.toFixed(4) ?? '-',
      seconds?.toFixed(1) ?? '-',
      status === 'done' ? String(modelVersion) : `${status}${error === null ? '' : `: ${error}`}`,
    ]),
  )

process.exitCode = await runProgram({ name: 'npm run', summary: tune.summary, commands: { tune } }, [
  'tune',
  ...process.argv.slice(2),
])
