import { chartSpec, type ChartSpec } from './chart-spec.ts'
import { chartText } from './chart-text.ts'
import { thinned } from './thin.ts'

/** A picture as data: it is drawn by whoever shows it. */
export interface Plot {
  /** Vega-Lite v6, with its data inside: plain JSON. */
  readonly spec: ChartSpec
  /** The same for a terminal: a line of block characters for each line of the plot. */
  toText(): string
  /** The same as `toText`, so that printing a plot shows it. */
  toString(): string
  /** What a Jupyter kernel such as Deno's shows. */
  [jupyterDisplay](): Record<string, unknown>
}

/** One coordinate system. */
export interface Panel {
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly Line[]
}

export interface Axis {
  readonly title: string
  /** Default linear. */
  readonly scale?: 'linear' | 'log'
  /** Whether 0 is shown in any case. Default false. */
  readonly fromZero?: boolean
  /** How numbers are written, as d3-format has it: `.0e` is 1e-3. */
  readonly format?: string
}

export interface Line {
  readonly name: string
  /** Pairs of x and y; pairs with a NaN or infinite side are left out. */
  readonly points: readonly (readonly [x: number, y: number])[]
  /** `faint` lies behind the others; `dots` are marks without a line. Default `line`. */
  readonly style?: 'line' | 'faint' | 'dots'
}

const jupyterDisplay: unique symbol = Symbol.for('Jupyter.display') as never

/** A plot of one or more panels side by side; lines are thinned to some 1000 points. */
export function plotOf(title: string, ...panels: readonly Panel[]): Plot {
  const shown = panels.map((panel) => ({
    ...panel,
    lines: panel.lines.map((line) => ({ ...line, points: thinned(line.points.filter(isFinitePair)) })),
  }))
  return plotFrom(chartSpec(title, shown), () => chartText(title, shown))
}

/** A plot of a specification of one's own, with what a terminal shows in its place. */
export function plotFrom(spec: ChartSpec, toText: () => string): Plot {
  return {
    spec,
    toText,
    toString: toText,
    [jupyterDisplay]: () => ({
      // JupyterLab and VS Code render up to version 5, which reads these specifications just as well.
      'application/vnd.vegalite.v5+json': {
        ...spec,
        $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      },
      'text/plain': toText(),
    }),
  }
}

const isFinitePair = ([x, y]: readonly [number, number]): boolean => Number.isFinite(x) && Number.isFinite(y)
