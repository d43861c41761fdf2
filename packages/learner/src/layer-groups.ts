import { BatchNorm, OnecycleError, type Module } from '@onecycle/tensor-core'
import type { ParameterGroup } from './train-step.ts'

/** Cuts a model into layer groups, first layers first: lists of modules that are trained at one rate. */
export type Splitter = (model: Module) => readonly (readonly Module[])[]

/** The whole model as one group. */
export const oneGroup: Splitter = (model) => [[model]]

/**
 * The course's three groups for a body with a new head, `Sequential(body, head)`: the body's first half, its
 * second half, the head. With `at`, the body is cut before each of these of its layers instead.
 *
 * @throws OnecycleError `NO_BODY_AND_HEAD`
 */
export const bodyAndHead =
  ({ at }: { at?: readonly number[] } = {}): Splitter =>
  (model) => {
    const [body, head, ...more] = model.children().flatMap(([, child]) => child)
    if (!body || !head || more.length > 0) {
      throw new OnecycleError(
        'NO_BODY_AND_HEAD',
        `bodyAndHead needs a model of two parts, a body and a head; this one has ${model.children().length}`,
      )
    }
    const layers = body.children().map(([, child]) => child)
    const cuts = [0, ...(at ?? [Math.floor(layers.length / 2)]), layers.length]
    return [...cuts.slice(1).map((end, i) => layers.slice(cuts[i], end)), [head]]
  }

/** The parameters of each group of modules. */
export const parameterGroups = (groups: readonly (readonly Module[])[]): ParameterGroup[] =>
  groups.map((modules) => ({ parameters: modules.flatMap((module) => module.parameters()) }))

/**
 * Freezes the groups before number `n` (negative: counted from the end) and lets the others learn.
 *
 * @param trainBn batch-norm layers learn in frozen groups, too
 * @throws OnecycleError `BAD_GROUP`
 */
export function freezeTo(groups: readonly (readonly Module[])[], n: number, trainBn: boolean): void {
  const first = n < 0 ? groups.length + n : n
  if (!Number.isInteger(n) || first < 0 || first > groups.length) {
    throw new OnecycleError('BAD_GROUP', `freezeTo(${n}): the model has ${groups.length} layer groups`, { n })
  }
  for (const [i, modules] of groups.entries()) {
    for (const module of modules.flatMap((each) => each.modules())) {
      const learns = i >= first || (trainBn && module instanceof BatchNorm)
      for (const parameter of module.ownParameters()) parameter.requiresGrad = learns
    }
  }
}
