/** Adds up what turbo's tasks reported and prints the closing line: `N passed, N failed`. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './process.mjs'
import { manifestOf, workspaces } from './workspaces.mjs'

const reportPath = (folder) => join(root, folder, 'test-results', 'vitest.json')
const summaries = join(root, '.turbo', 'runs')

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Removes what earlier runs reported: turbo puts it back where nothing has changed. */
export const clearReports = () => {
  for (const folder of workspaces()) rmSync(reportPath(folder), { force: true })
  rmSync(summaries, { recursive: true, force: true })
}

/**
 * A task that failed without a failing test (lint, types, a build, a crash) counts as one failure, and so
 * does a test task that left no report.
 *
 * @param {number} started when the run began, as Date.now() gives it
 * @param {unknown} [problem] what kept turbo from running at all
 * @returns {number} the exit code
 */
export const report = (started, problem) => {
  const { passed, failed, skipped, complaints } = problem === undefined ? collect() : only(problem)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(['', ...complaints, `${seconds} s`].join('\n'))
  console.log(
    `${passed} passed, ${failed + complaints.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  )
  return failed + complaints.length === 0 ? 0 : 1
}

const only = (problem) => ({ passed: 0, failed: 0, skipped: 0, complaints: [problem] })

const collect = () => {
  const summary = existsSync(summaries) && readdirSync(summaries).find((name) => name.endsWith('.json'))
  if (!summary) return only('turbo did not run')
  const { tasks, packages } = readJson(join(summaries, summary))
  const outcomes = tasks.map((task) => ({ passed: 0, failed: 0, skipped: 0, ...outcome(task) }))
  const sum = (key) => outcomes.reduce((total, found) => total + found[key], 0)
  const complaints = outcomes.flatMap(({ complaint }, i) =>
    complaint ? [`${tasks[i].taskId}: ${complaint}`] : [],
  )
  complaints.push(...untested(tasks, packages).map((name) => `${name}#test: did not run`))
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), complaints }
}

/** The packages whose tests turbo never came to, because what they need had failed: it leaves them out. */
const untested = (tasks, packages) =>
  workspaces()
    .map(manifestOf)
    .filter(({ name, scripts }) => packages.includes(name) && scripts?.test !== undefined)
    .map(({ name }) => name)
    .filter((name) => !tasks.some(({ taskId }) => taskId === `${name}#test`))

const outcome = (task) => {
  // A task that has no script in its package is there for the order only.
  if (task.command === '<NONEXISTENT>') return {}
  const ran = task.execution !== undefined && task.execution !== null
  const ok = task.cache?.status === 'HIT' || (ran && task.execution.exitCode === 0)
  const problem = ran ? `failed with exit code ${task.execution.exitCode}` : 'did not run'
  if (task.task !== 'test') return ok ? {} : { complaint: problem }

  const path = reportPath(task.directory)
  if (!existsSync(path)) return { complaint: ok ? 'left no report' : problem }
  const found = readJson(path)
  const broken = found.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  ).length
  const failed = found.numFailedTests + broken
  const skipped = found.numPendingTests + (found.numTodoTests ?? 0)
  const counts = { passed: found.numPassedTests, failed, skipped }
  return ok || failed > 0 ? counts : { ...counts, complaint: problem }
}
