import { OnecycleError } from '@onecycle/tensor-core'
import type { Plot } from '@onecycle/learner'

/**
 * Draws a plot as an SVG picture.
 *
 * @example await writeFile('losses.svg', await toSvg(learn.recorder.plotLosses()))
 * @throws OnecycleError `VEGA_MISSING` where the packages vega and vega-lite (6) are not installed
 */
export async function toSvg({ spec }: Pick<Plot, 'spec'>): Promise<string> {
  const { vega, vegaLite } = await load()
  const { spec: lowered } = vegaLite.compile(spec as never)
  const view = new vega.View(vega.parse(lowered), { renderer: 'none' })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** Optional peers: most users never draw, and these weigh megabytes. */
async function load() {
  try {
    const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')])
    return { vega, vegaLite }
  } catch (cause) {
    throw new OnecycleError(
      'VEGA_MISSING',
      'toSvg needs the packages vega and vega-lite: npm install vega@6 vega-lite@6',
      {},
      cause,
    )
  }
}
